import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { AppError } from "../errors/app-error";
import { fetchDocument } from "./fetch-document";

function to(location: string): RequestListener {
  return (_, response) => response.writeHead(302, { location }).end();
}

const asked: string[] = [];
const ANSWERS: Readonly<Record<string, RequestListener>> = {
  "/document": (_, response) => response.end("héllo"),
  "/redirect": to("/document"),
  "/to-metadata": to("http://169.254.169.254/latest/meta-data/"),
  "/to-file": to("file:///etc/passwd"),
  "/to-gopher": to("gopher://127.0.0.1:5432/"),
  "/to-itself": to("/to-itself"),
  "/drip": (_, response) => {
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(timer));
  },
  "/endless": (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(10_000)));
    };
    response.on("drain", more);
    more();
  },
  "/headers": (_, response) => response.setHeader("x-long", "x".repeat(10_000)).end(),
  "/missing": (_, response) => response.writeHead(404).end(),
  "/large": (_, response) => response.end("x".repeat(2_000)),
  "/binary": (_, response) => response.end(Buffer.of(0xff, 0xfe)),
  "/silent": () => undefined,
  "/slow": (_, response) => response.write("x"),
};

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    ANSWERS[request.url ?? ""]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const strict = { insecureHttpOnLoopback: false, privateHosts: [], privateNetworks: [] };
const sandbox = { ...strict, insecureHttpOnLoopback: true };
const limits = { timeoutMs: 300, maxBytes: 1_000 };
const HOUR = { timeoutMs: 3_600_000, maxBytes: 1_000 };

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
    expect(await fetchDocument(`${origin}/document`, sandbox, limits)).toBe("héllo");
  });

  test.each(["/redirect", "/to-metadata", "/to-file", "/to-gopher", "/to-itself"])(
    "W09 follows no redirect: %s",
    async (path) => {
      asked.length = 0;
      expect(await reasonOf(fetchDocument(origin + path, sandbox, limits))).toBe("status_302");
      expect(asked).toEqual([path]);
    },
  );

  test("W09 an answer that drips is cut off, however often a byte comes", async () => {
    const started = Date.now();
    expect(await reasonOf(fetchDocument(`${origin}/drip`, sandbox, limits))).toBe("timeout");
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  test("W09 an endless answer is cut off at its limit, and so are endless headers", async () => {
    expect(await reasonOf(fetchDocument(`${origin}/endless`, sandbox, HOUR))).toBe("too_large");
    expect(await reasonOf(fetchDocument(`${origin}/headers`, sandbox, HOUR))).toBe("too_large");
  });

  test("W09 asks no proxy of the environment", async () => {
    for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "ALL_PROXY"]) {
      vi.stubEnv(name, "http://127.0.0.1:1");
    }
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    expect(await fetchDocument(`${origin}/document`, sandbox, limits)).toBe("héllo");
    vi.unstubAllEnvs();
  });

  test.each([
    ["/missing", "status_404"],
    ["/large", "too_large"],
    ["/binary", "not_utf8"],
    ["/silent", "timeout"],
    ["/slow", "timeout"],
  ])("gives up on %s with the reason %s", async (path, reason) => {
    expect(await reasonOf(fetchDocument(origin + path, sandbox, limits))).toBe(reason);
  });

  test("says when nothing listens there", async () => {
    expect(await reasonOf(fetchDocument("http://127.0.0.1:1/", sandbox, limits))).toBe("econnrefused");
  });

  test.each([
    ["http://idp.example.com/metadata", "not_https"],
    ["http://127.0.0.1/metadata", "not_https"],
    ["file:///etc/passwd", "not_https"],
    ["gopher://idp.example.com/", "not_https"],
    ["no address", "not_a_url"],
    ["https://user:pass@idp.example.com/", "userinfo"],
    ["http://localhost:5432/", "not_https"],
    ["https://localhost:5432/", "forbidden_address"],
    ["data:text/plain,x", "not_https"],
    ["https://10.0.0.5/", "forbidden_address"],
    ["https://192.168.1.1/", "forbidden_address"],
    ["https://100.64.0.1/", "forbidden_address"],
    ["https://[fd12:3456::1]/", "forbidden_address"],
    ["https://[fe80::1]/", "forbidden_address"],
    ["https://[::]/", "forbidden_address"],
    ["https://0/", "forbidden_address"],
    ["https://0177.0.0.1/", "forbidden_address"],
    ["https://0xa9fea9fe/", "forbidden_address"],
    ["https://１２７.0.0.1/", "forbidden_address"],
    ["https://[::ffff:7f00:1]/", "forbidden_address"],
    ["https://[64:ff9b::169.254.169.254]/", "forbidden_address"],
    ["https://127.0.0.1/", "forbidden_address"],
    ["https://0x7f.1/", "forbidden_address"],
    ["https://2130706433/", "forbidden_address"],
    ["https://[::1]/", "forbidden_address"],
    ["https://169.254.169.254/latest/meta-data/", "forbidden_address"],
    ["https://[::ffff:169.254.169.254]/", "forbidden_address"],
    ["https://[fd00:ec2::254]/", "forbidden_address"],
    ["https://localhost/", "forbidden_address"],
  ])("W09 never asks %s (%s)", async (address, reason) => {
    expect(await reasonOf(fetchDocument(address, strict))).toBe(reason);
  });

  test("W09 the setting for loopback opens loopback and nothing more", async () => {
    expect(await reasonOf(fetchDocument("http://idp.example.com/", sandbox, limits))).toBe("not_https");
    expect(await reasonOf(fetchDocument("https://169.254.169.254/", sandbox, limits))).toBe(
      "forbidden_address",
    );
    expect(await reasonOf(fetchDocument("http://127.0.0.1.evil.example/", sandbox, limits))).toBe(
      "not_https",
    );
  });
});
