import { createServer } from "node:net";
import { type APIRequestContext, expect } from "@playwright/test";
import { cookieOf, signInByHttp } from "./fixtures/http-person";
import { test } from "./fixtures/journey";
import { rawBytes, rawRequest } from "./fixtures/raw-request";
import type { Sandbox } from "./fixtures/sandbox";

/** Words that only pages of the administration hold. */
const ADMIN_WORDS = /Add account|Meridian Data|Add connection|268435456/;

async function signedIn(request: APIRequestContext, sandbox: Sandbox): Promise<APIRequestContext> {
  await signInByHttp(request, sandbox, "ada");
  return request;
}

test("W01 a violation of the content security policy is blocked, and fails a journey", async ({
  page,
  complaints,
}) => {
  await page.goto("/signin");
  // As text that came through where only text belongs would be read.
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      "beforeend",
      '<button type="button" onclick="window.ran = true">Go</button>',
    );
    document.querySelector<HTMLButtonElement>("body > button:last-of-type")?.click();
  });
  await expect.poll(() => complaints.unexpected().join()).toContain("Content Security Policy");
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  complaints.expectText(/Content Security Policy/);
});

test("W03 W04 W05 every kind of answer carries the headers that protect it", async ({ sandbox, request }) => {
  const cookie = await cookieOf(await signedIn(request, sandbox));
  for (const path of [
    "/",
    "/signin",
    "/diagnose",
    "/api/v1/session",
    "/admin",
    "/nothing",
    "/go/a/b",
    "/healthz",
  ]) {
    const { headers } = await rawRequest(sandbox.app, path, { headers: { cookie } });
    expect(headers["strict-transport-security"], path).toMatch(/max-age=31536000/);
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["x-frame-options"], path).toBe("DENY");
    expect(headers["content-security-policy"], path).toMatch(/frame-ancestors 'none'/);
    expect(headers["cache-control"], path).toMatch(/no-store/);
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
});

test("W14 no host that a client names comes back in an address", async ({ sandbox }) => {
  const evil = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" };
  const headers = { ...evil, forwarded: "host=evil.example", "x-original-host": "evil.example" };
  for (const path of [
    "/",
    "/signin",
    "/signin/meridian-oidc",
    "/saml/meridian-saml/login",
    "/saml/meridian-saml/metadata",
    "/aws/saml/metadata",
    "/.well-known/openid-configuration",
    "/.well-known/jwks.json",
    "/admin",
    "/go/meridian-prod/ReadOnly",
  ]) {
    const answer = await rawRequest(sandbox.app, path, { headers });
    expect(answer.status, path).toBeLessThan(500);
    expect(JSON.stringify(answer), path).not.toContain("evil.example");
  }
});

test("W08 W20 an address that a client claims is not believed, nor is who it says it is", async ({
  sandbox,
  admin,
}) => {
  const claims = {
    "x-forwarded-for": "6.6.6.6",
    "x-real-ip": "6.6.6.6",
    x_forwarded_for: "6.6.6.6",
    forwarded: "for=6.6.6.6",
    "x-forwarded-user": "grace@meridian.example",
    x_forwarded_user: "grace@meridian.example",
    "remote-user": "grace@meridian.example",
    "x-remote-groups": "rolebridge-admins",
  };
  const session = await rawRequest(sandbox.app, "/api/v1/session", { headers: claims });
  expect(session.status).toBe(401);
  const form = { "content-type": "application/x-www-form-urlencoded", ...claims };
  await rawRequest(sandbox.app, "/saml/meridian-saml/acs", {
    method: "POST",
    headers: form,
    body: "SAMLResponse=AAAA",
  });
  const [refused] = await admin.audit({ action: "login.refused" });
  expect(refused?.remoteAddress).toMatch(/^(127\.0\.0\.1|::1)$/);
});

test("W15 W19 no spelling of an address and no header leads past the question who asks", async ({
  playwright,
  sandbox,
  request,
}) => {
  const engineer = await cookieOf(await signedIn(request, sandbox));
  const grace = await playwright.request.newContext({ baseURL: sandbox.app });
  await signInByHttp(grace, sandbox, "grace");
  const theirs = await grace.get("/admin/accounts");
  expect(await theirs.text(), "an administrator's page is known by its words").toMatch(ADMIN_WORDS);
  const paths = [
    "/admin/accounts",
    "/admin/accounts.rsc",
    "/admin/accounts?_rsc=1abcd",
    "/admin/accounts.segments/_tree.segment.rsc",
    "/_next/data/x/admin/accounts.json",
    "//admin/accounts",
    "/ADMIN/accounts",
    "/admin%2faccounts",
    "/admin/%2e%2e/admin/accounts",
    "/signin/..%2fadmin/accounts",
    "/%61dmin/accounts",
    "/admin/accounts/",
    "/en/admin/accounts",
    "/api/v1/admin/accounts",
    "/api/v1/admin/../admin/accounts",
    "/api/v1//admin/accounts",
  ];
  const subrequest = "middleware:middleware:middleware:middleware:middleware";
  const tricks: readonly Readonly<Record<string, string>>[] = [
    {},
    { "x-middleware-subrequest": subrequest },
    { "x-middleware-subrequest": "src/middleware:src/middleware:proxy:proxy:proxy" },
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-segment-prefetch": "/_tree" },
    {
      "x-http-method-override": "GET",
      "x-original-url": "/admin/accounts",
      "x-rewrite-url": "/admin/accounts",
    },
    { "x-nextjs-data": "1", "x-invoke-path": "/admin/accounts", "x-matched-path": "/admin/accounts" },
    { "user-agent": "kube-probe/1.31" },
    { "user-agent": "ELB-HealthChecker/2.0" },
    { "user-agent": "GoogleHC/1.0" },
  ];
  for (const path of paths) {
    for (const trick of tricks) {
      for (const headers of [trick, { ...trick, cookie: engineer }]) {
        const { status, body } = await rawRequest(sandbox.app, path, { headers });
        expect(ADMIN_WORDS.test(body), `${path} ${JSON.stringify(trick)}: ${status}`).toBe(false);
        expect(status, path).toBeLessThan(500);
      }
    }
  }
  for (const method of ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"]) {
    const { status, body } = await rawRequest(sandbox.app, "/admin/accounts", {
      method,
      headers: { cookie: engineer },
    });
    expect(ADMIN_WORDS.test(body), `${method}: ${status}`).toBe(false);
  }
});

test("W17 W18 the server fetches no address that a request names", async ({ sandbox }) => {
  let asked = 0;
  const inside = createServer((socket) => {
    asked += 1;
    socket.end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => inside.once("listening", resolve));
  const { port } = inside.address() as { readonly port: number };
  const there = `http://127.0.0.1:${port}/`;
  const image = await rawRequest(sandbox.app, `/_next/image?url=${encodeURIComponent(there)}&w=640&q=75`);
  expect(image.status).toBeGreaterThanOrEqual(400);
  await rawRequest(sandbox.app, there);
  const upgrade = [
    "GET",
    "Host: localhost",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
  ];
  const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  for (const target of [there, "//127.0.0.1/", "/"]) {
    const [method, ...lines] = upgrade;
    const answer = await rawBytes(
      sandbox.app,
      [`${method} ${target} HTTP/1.1`, ...lines, key, "", ""].join("\r\n"),
    );
    expect(answer, target).not.toContain("101 Switching");
  }
  inside.close();
  expect(asked).toBe(0);
});

test("W22 an answer to something broken says nothing of the inside", async ({ sandbox }) => {
  const broken: readonly (readonly [string, Parameters<typeof rawRequest>[2]])[] = [
    ["/api/v1/credentials", { method: "POST", headers: { "content-type": "application/json" }, body: "{" }],
    ["/api/v1/admin/accounts", { headers: { authorization: "Bearer x" } }],
    ["/%ff%fe", {}],
    ["/go/%00/%00", {}],
    ["/saml/meridian-saml/acs", { method: "POST", headers: { "content-type": "text/plain" }, body: "x" }],
    ["/saml/%5b%5d/metadata", {}],
    ["/signin/complete?id=%00", {}],
    ["/admin/accounts/%E0%A4%A", {}],
  ];
  for (const [path, options] of broken) {
    const { body, headers } = await rawRequest(sandbox.app, path, options);
    expect(body, path).not.toMatch(/\n\s+at .+:\d+:\d+|node_modules|\.next\/|\/lib\/|SELECT |PrismaClient/);
    expect(headers["x-nextjs-stack"]).toBeUndefined();
  }
});

test("W24 a request that a proxy and we could read differently is refused", async ({ sandbox }) => {
  const post = (...lines: readonly string[]) =>
    rawBytes(sandbox.app, ["POST /signout HTTP/1.1", "Host: localhost", ...lines].join("\r\n"));
  const smuggled = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const ambiguous = [
    await post("Content-Length: 5", "Transfer-Encoding: chunked", "", `0\r\n\r\n${smuggled}`),
    await post("Content-Length: 5", "Content-Length: 6", "", `hello${smuggled}`),
    await post("Transfer-Encoding: xchunked", "", `0\r\n\r\n${smuggled}`),
    await post("Transfer-Encoding : chunked", "", `0\r\n\r\n${smuggled}`),
    await post("Content-Length: +5", "", `hello${smuggled}`),
  ];
  for (const answer of ambiguous) {
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('"status":"ok"');
  }
});
