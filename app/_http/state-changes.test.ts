import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const FILES = readdirSync("app", { recursive: true, encoding: "utf8" }).map((file) => `app/${file}`);
const ROUTES = FILES.filter((file) => file.endsWith("/route.ts"));
const ACTIONS = FILES.filter(
  (file) => file.endsWith(".ts") && readFileSync(file, "utf8").startsWith('"use server";'),
);

/** `export const POST = wrapper(`, `export const { GET, POST } = wrapper(`, `export const POST = name;` */
const CHANGE = /export const (?:\{[^}]*\b(?:POST|PUT|PATCH|DELETE)\b[^}]*\}|POST|PUT|PATCH|DELETE) = (\w+)/g;

/**
 * `api` lets a browser's session change something from our own pages only; the routes are made of it. Those of SCIM
 * want a bearer token and look at no cookie.
 */
const GUARDED = new Set([
  "api",
  "ownForm",
  "listRoutes",
  "itemRoutes",
  "scimCollectionRoutes",
  "scimItemRoutes",
]);

/** What comes from elsewhere by its nature, and what it shows instead of our cookie. */
const FROM_ELSEWHERE: Readonly<Record<string, string>> = {
  "app/saml/[connection]/acs/route.ts": "a signed response, bound to the browser at /signin/complete",
  "app/saml/[connection]/relay/route.ts": "a signed response, bound to the browser at /signin/complete",
  "app/saml/[connection]/logout/route.ts": "a signed message, which names whose sessions it ends",
  "app/oidc/[connection]/backchannel-logout/route.ts": "a signed token, which names whose sessions it ends",
  "app/api/v1/[...rest]/route.ts": "nothing: it changes nothing",
  "app/scim/v2/[connection]/[...rest]/route.ts": "nothing: it changes nothing",
};

describe("A11 W16 every state change", () => {
  it.each(ROUTES)("of %s passes the one rule, or shows something else than a cookie", (file) => {
    const wrappers = Array.from(readFileSync(file, "utf8").matchAll(CHANGE), ([, wrapper = ""]) => wrapper);
    const unguarded = wrappers.filter((wrapper) => !GUARDED.has(wrapper));
    if (file in FROM_ELSEWHERE) expect(unguarded).not.toEqual([]);
    else expect(unguarded).toEqual([]);
  });

  it("by a Server Action is made by `action`, which asks who calls and from where", () => {
    expect(ACTIONS.length).toBeGreaterThan(5);
    for (const file of ACTIONS) {
      const text = readFileSync(file, "utf8");
      const exported = Array.from(
        text.matchAll(/^export (?:async )?(?:const|function|default)\b.*$/gm),
        String,
      );
      expect(exported, file).not.toEqual([]);
      for (const line of exported)
        expect(line, file).toMatch(/^export const \w+(?:: [^=]+)? = (?:action\b|\w+Action)/);
    }
  });

  it("is nowhere made by reading: no GET handler calls what writes for a person", () => {
    const writes = /\.(?:issueCredentials|openConsole|signOut|create|update|delete|makeNext|change)\(/;
    for (const file of ROUTES) {
      const get = /export const GET = [\s\S]*?(?=\nexport |$)/.exec(readFileSync(file, "utf8"))?.[0] ?? "";
      expect(writes.test(get), file).toBe(false);
    }
  });
});
