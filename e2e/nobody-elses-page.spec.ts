import { type APIRequestContext, expect } from "@playwright/test";
import { signInByHttp } from "./fixtures/http-person";
import { test } from "./fixtures/journey";

const REQUESTS = 1_000;
const AT_ONCE = 8;
const ADDRESSES = ["/api/v1/session", "/api/v1/entitlements?limit=5", "/", "/?_rsc=1", "/diagnose"] as const;

async function read(client: APIRequestContext, address: string) {
  const headers: Record<string, string> = address.includes("_rsc") ? { rsc: "1" } : {};
  const answer = await client.get(address, { headers });
  expect(answer.status(), address).toBe(200);
  return { text: await answer.text(), cache: answer.headers()["cache-control"] ?? "" };
}

test("W05 of a thousand requests by two people in turn, none is answered with the other's page", async ({
  playwright,
  sandbox,
}) => {
  test.setTimeout(240_000);
  const clients = await Promise.all(
    ["ada", "otto"].map(async (username) => {
      const client = await playwright.request.newContext({ baseURL: sandbox.app });
      await signInByHttp(client, sandbox, username);
      return client;
    }),
  );
  const names = [/ada@meridian\.example/, /otto@meridian\.example/] as const;
  let next = 0;
  let named = 0;
  const worker = async () => {
    while (next < REQUESTS) {
      const turn = next;
      next += 1;
      const who = turn % 2 === 0 ? 0 : 1;
      const address = ADDRESSES[Math.floor(turn / 2) % ADDRESSES.length] ?? "/";
      const client = clients[who];
      if (client === undefined) throw new Error("nobody is signed in");
      const { text, cache } = await read(client, address);
      expect(names[1 - who]?.test(text), address).toBe(false);
      expect(cache, address).toMatch(/no-store/);
      if (names[who].test(text)) named += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // Most of the answers name their reader: without that, nothing would have been compared.
  expect(named).toBeGreaterThan(REQUESTS / 2);
});

test("W05 W07 signing out takes pages out of the browser and the session out of the server", async ({
  playwright,
  sandbox,
}) => {
  const client = await playwright.request.newContext({ baseURL: sandbox.app });
  await signInByHttp(client, sandbox, "ada");
  const storageState = await client.storageState();
  const again = await playwright.request.newContext({ baseURL: sandbox.app, storageState });
  expect((await again.get("/api/v1/session")).status()).toBe(200);
  const headers = { origin: sandbox.app };
  const ended = await client.post("/signout", { headers, maxRedirects: 0 });
  expect(ended.headers()["clear-site-data"]).toBe('"cache", "storage"');
  expect((await again.get("/api/v1/session")).status()).toBe(401);
});
