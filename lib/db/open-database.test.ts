import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { TEST_SEALER } from "./conformance/on-every-database";
import { openDatabase } from "./open-database";

const sealer = TEST_SEALER;
const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

async function listening(onConnection: (socket: Socket) => void): Promise<{ server: Server; url: string }> {
  const server = createServer(onConnection).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { server, url: `postgres://rolebridge@127.0.0.1:${port}/rolebridge` };
}

it("refuses an address that is neither a folder nor PostgreSQL", async () => {
  for (const url of ["", "pglite:", "mysql://localhost/x", "postgres://a b", "data", "file:./x"]) {
    await expect(openDatabase({ url, sealer }), url).rejects.toMatchObject({ code: "store.url_invalid" });
  }
});

it("gives up on a server that accepts and never answers", async () => {
  const sockets: Socket[] = [];
  const { server, url } = await listening((socket) => sockets.push(socket));
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const started = performance.now();
  await expect(openDatabase({ url, sealer })).rejects.toMatchObject({ code: "store.unavailable" });
  expect(performance.now() - started).toBeLessThan(8_000);
});

it("says that nobody listens, and tries anew when asked again", async () => {
  const { server, url } = await listening(() => undefined);
  server.close();
  await once(server, "close");
  const first = openDatabase({ url, sealer });
  await expect(first).rejects.toMatchObject({ code: "store.unavailable" });
  const second = openDatabase({ url, sealer });
  expect(second).not.toBe(first);
  await expect(second).rejects.toMatchObject({ code: "store.unavailable" });
});

it("opens a folder once for the whole process, until it is closed", async () => {
  const parent = mkdtempSync(join(tmpdir(), "rolebridge-open-"));
  undo.push(() => rmSync(parent, { recursive: true, force: true }));
  const url = `pglite:${join(parent, "deep", "data")}`;
  const [one, two] = await Promise.all([openDatabase({ url, sealer }), openDatabase({ url, sealer })]);
  expect(two).toBe(one);
  await one.upkeep.ping();
  await one.close();
  await expect(one.upkeep.ping()).rejects.toMatchObject({ code: "store.unavailable" });
  const again = await openDatabase({ url, sealer });
  expect(again).not.toBe(one);
  await again.upkeep.ping();
  await again.close();
}, 60_000);
