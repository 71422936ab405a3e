import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { prepareBeforeNext } from "./before-next";
import { SECURITY_HEADERS } from "./security-headers";

prepareBeforeNext("https://rolebridge.example.com", false);

/** What a client may try to say for us. */
const CLAIMS = {
  "x-forwarded-for": "6.6.6.6",
  "x-forwarded-host": "evil.example",
  "x-rolebridge-target": "/saml/evil",
  "x-rolebridge-path": "/evil",
  "x-rolebridge-reference": "aaaaaaaaaa",
  "x-nonce": "evil",
  "content-security-policy": "script-src 'nonce-evil'",
};

/** The request that a handler behind it sees, and the answer that a client gets. */
function visit(path: string, method = "GET"): Promise<{ seen: IncomingMessage; answer: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const server = createServer((seen, response) => {
      response.end();
      server.close();
      answered.then((answer) => resolve({ seen, answer }), reject);
    });
    const { promise: answered, settle } = answerOf();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      request({ port, path, method, headers: { ...CLAIMS, connection: "close" } }, settle)
        .on("error", reject)
        .end();
    });
  });
}

function answerOf(): {
  readonly promise: Promise<IncomingMessage>;
  readonly settle: (answer: IncomingMessage) => void;
} {
  let settle: (answer: IncomingMessage) => void = () => undefined;
  const promise = new Promise<IncomingMessage>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

it("W14 W20 appends the peer's address and puts our origin over the host a client claims", async () => {
  const { seen } = await visit("/saml/acme/logout?SAMLRequest=%2b%2Fa%20~");
  expect(seen.headers["x-forwarded-for"]).toBe("6.6.6.6, 127.0.0.1");
  expect(seen.headers["x-forwarded-host"]).toBe("rolebridge.example.com");
  expect(seen.headers["x-forwarded-proto"]).toBe("https");
  expect(seen.headers["x-rolebridge-target"]).toBe("/saml/acme/logout?SAMLRequest=%2b%2Fa%20~");
});

it("W20 takes away what a client claims the target was, wherever it asks", async () => {
  const { seen } = await visit("/signin");
  expect(seen.headers).not.toHaveProperty("x-rolebridge-target");
});

it("W20 gives every request a path and a reference of its own, whatever a client claims", async () => {
  const { seen } = await visit("/admin/audit?action=login.refused&_rsc=1abcd");
  expect(seen.headers["x-rolebridge-path"]).toBe("/admin/audit?action=login.refused");
  expect(seen.headers["x-rolebridge-reference"]).toMatch(/^[2-9a-hjkmnp-z]{10}$/);
  expect(seen.headers["x-rolebridge-reference"]).not.toBe(CLAIMS["x-rolebridge-reference"]);
});

it.each(["/", "/api/v1/session", "/saml/acme/acs", "/_next/static/chunks/a.js", "/nowhere"])(
  "W03 W04 W05 the answer of %s carries every header that protects it",
  async (path) => {
    const { answer } = await visit(path);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      expect(answer.headers[name.toLowerCase()], name).toBe(value);
    }
  },
);

it("W01 a page has a policy with a nonce that nobody else knows, and Next reads the same", async () => {
  const [first, second] = [await visit("/admin"), await visit("/admin")];
  const policy = first.answer.headers["content-security-policy"];
  expect(policy).toContain(`'nonce-${first.seen.headers["x-nonce"]}'`);
  expect(first.seen.headers["content-security-policy"]).toBe(policy);
  expect(first.seen.headers["x-nonce"]).not.toBe(second.seen.headers["x-nonce"]);
  expect(policy).not.toContain("evil");
});

it("W01 a handler sets its own policy, and a client none", async () => {
  const { seen, answer } = await visit("/saml/acme/acs");
  expect(answer.headers).not.toHaveProperty("content-security-policy");
  expect(seen.headers).not.toHaveProperty("content-security-policy");
  expect(seen.headers).not.toHaveProperty("x-nonce");
});

it("leads the form that signs out to its handler, and the page to itself", async () => {
  expect((await visit("/signout", "POST")).seen.url).toBe("/signout/end");
  expect((await visit("/signout?done=1")).seen.url).toBe("/signout?done=1");
});
