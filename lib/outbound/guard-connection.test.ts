import { createServer, type Server } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { fetchDocument } from "./fetch-document";

/** Two servers on one port of two loopback addresses: which one was asked shows where a name led. */
const servers: Server[] = [];
let port: number;

async function listen(address: string, at: number): Promise<number> {
  const server = createServer((_, response) => response.end(address));
  await new Promise<void>((resolve) => server.listen(at, address, resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  port = await listen("127.0.0.1", 0);
  await listen("127.0.0.2", port);
});
afterAll(() => {
  for (const server of servers) server.close();
});

/** A name server that answers each time with the next of these; the last one for ever. */
function answering(...answers: readonly (readonly string[])[]) {
  let asked = 0;
  const resolve: LookupFunction = (_, __, callback) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { resolve, timesAsked: () => asked };
}

const closed = { insecureHttpOnLoopback: false, privateHosts: [], privateNetworks: [] };
const onThisMachine = { ...closed, insecureHttpOnLoopback: true };

async function reasonOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  return (error as AppError).reason;
}

test("W09 the connection goes to the address that was judged: the name is asked once (DNS rebinding)", async () => {
  const { resolve, timesAsked } = answering(["127.0.0.1"], ["127.0.0.2"]);
  const rules = { ...onThisMachine, resolve };
  expect(await fetchDocument(`http://localhost:${port}/`, rules)).toBe("127.0.0.1");
  expect(timesAsked()).toBe(1);
});

test.each([
  [["169.254.169.254"]],
  [["93.184.215.14", "127.0.0.1"]],
  [["93.184.215.14", "fd12::1"]],
  [["::ffff:169.254.169.254"]],
  [["10.0.0.5"]],
])("W09 a public name that resolves to %j is not asked", async (addresses) => {
  const { resolve } = answering(addresses);
  const work = fetchDocument("https://idp.example.com/", { ...closed, resolve });
  expect(await reasonOf(work)).toBe("forbidden_address");
});

test("W09 a name that turns private after it was public is refused at that moment", async () => {
  const { resolve } = answering(["127.0.0.1"], ["10.0.0.5"]);
  const rules = { ...onThisMachine, resolve };
  expect(await fetchDocument(`http://localhost:${port}/`, rules)).toBe("127.0.0.1");
  expect(await reasonOf(fetchDocument(`http://localhost:${port}/`, rules))).toBe("forbidden_address");
});

test("W09 a listed host may lead into the private network: the connection is tried", async () => {
  const { resolve } = answering(["127.0.0.1"]);
  const rules = { ...closed, privateHosts: ["sso.corp.example"], resolve };
  // Nothing speaks TLS there, and that is what the refusal is about now.
  expect(await reasonOf(fetchDocument(`https://sso.corp.example:${port}/`, rules))).not.toBe(
    "forbidden_address",
  );
});

test("W09 a name server that never answers costs no more than the limit", async () => {
  const rules = { ...closed, resolve: () => undefined };
  const work = fetchDocument("https://idp.example.com/", rules, { timeoutMs: 100, maxBytes: 1_000 });
  expect(await reasonOf(work)).toBe("timeout");
});

test("W09 a name without an address is said to have none", async () => {
  const rules = { ...closed, resolve: answering([]).resolve };
  expect(await reasonOf(fetchDocument("https://idp.example.com/", rules))).toBe("no_address");
});
