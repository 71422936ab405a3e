import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { fetchDocument } from "./fetch-document";
import { isForbiddenAddress } from "./forbidden-address";

const ANSWERS: Readonly<Record<string, RequestListener>> = {
  "/document": (_, response) => response.end("héllo"),
  "/redirect": (_, response) => response.writeHead(302, { location: "/document" }).end(),
  "/missing": (_, response) => response.writeHead(404).end(),
  "/large": (_, response) => response.end("x".repeat(2_000)),
  "/binary": (_, response) => response.end(Buffer.of(0xff, 0xfe)),
  "/silent": () => undefined,
  "/slow": (_, response) => response.write("x"),
};

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => ANSWERS[request.url ?? ""]?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const sandbox = { insecureHttpOnLoopback: true, timeoutMs: 300, maxBytes: 1_000 };
const strict = { insecureHttpOnLoopback: false };

async function reasonOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).code).toBe("admin.fetch_failed");
  expect((error as AppError).detail).toMatch(/\.$/);
  return (error as AppError).reason;
}

describe("fetchDocument", () => {
  test("reads a document", async () => {
    expect(await fetchDocument(`${origin}/document`, sandbox)).toBe("héllo");
  });

  test("does not follow a redirect", async () => {
    expect(await reasonOf(fetchDocument(`${origin}/redirect`, sandbox))).toBe("status_302");
  });

  test.each([
    ["/missing", "status_404"],
    ["/large", "too_large"],
    ["/binary", "not_utf8"],
    ["/silent", "timeout"],
    ["/slow", "timeout"],
  ])("gives up on %s with the reason %s", async (path, reason) => {
    expect(await reasonOf(fetchDocument(origin + path, sandbox))).toBe(reason);
  });

  test("says when nothing listens there", async () => {
    expect(await reasonOf(fetchDocument("http://127.0.0.1:1/", sandbox))).toBe("econnrefused");
  });

  test.each([
    ["http://idp.example.com/metadata", "not_https"],
    ["http://127.0.0.1/metadata", "not_https"],
    ["file:///etc/passwd", "not_https"],
    ["gopher://idp.example.com/", "not_https"],
    ["no address", "not_a_url"],
    ["https://user:pass@idp.example.com/", "userinfo"],
    ["https://127.0.0.1/", "forbidden_address"],
    ["https://0x7f.1/", "forbidden_address"],
    ["https://2130706433/", "forbidden_address"],
    ["https://[::1]/", "forbidden_address"],
    ["https://169.254.169.254/latest/meta-data/", "forbidden_address"],
    ["https://[::ffff:169.254.169.254]/", "forbidden_address"],
    ["https://[fd00:ec2::254]/", "forbidden_address"],
    ["https://localhost/", "forbidden_address"],
  ])("never asks %s (%s)", async (address, reason) => {
    expect(await reasonOf(fetchDocument(address, strict))).toBe(reason);
  });

  test("the setting for loopback opens loopback and nothing more", async () => {
    expect(await reasonOf(fetchDocument("http://idp.example.com/", sandbox))).toBe("not_https");
    expect(await reasonOf(fetchDocument("https://169.254.169.254/", sandbox))).toBe("forbidden_address");
    expect(await reasonOf(fetchDocument("http://127.0.0.1.evil.example/", sandbox))).toBe("not_https");
  });
});

describe("isForbiddenAddress", () => {
  test.each(["10.0.0.5", "192.168.1.1", "172.16.0.1", "fd12::1", "203.0.113.7", "2001:db8::1"])(
    "%s may be a company's identity provider",
    (address) => {
      expect(isForbiddenAddress(address, false)).toBe(false);
    },
  );

  test.each([
    "0.0.0.0",
    "255.255.255.255",
    "239.1.1.1",
    "fe80::1",
    "::",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
  ])("%s is refused even where loopback is allowed", (address) => {
    expect(isForbiddenAddress(address, true)).toBe(true);
  });
});
