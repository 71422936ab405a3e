/**
 * Secrets that are known beforehand, or seen when they are handed over, go through real journeys; afterwards they
 * are looked for wherever something could have kept them.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type APIRequestContext, expect } from "@playwright/test";
import { everyFile, everythingStored } from "./fixtures/canary-places";
import { formOf, signInByHttp } from "./fixtures/http-person";
import { test } from "./fixtures/journey";
import { rawRequest } from "./fixtures/raw-request";
import { descriptionFile, type Sandbox } from "./fixtures/sandbox";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = () => dirname(descriptionFile());

class Canaries {
  readonly #secrets = new Map<string, string>();

  add(name: string, secret: string | undefined): void {
    if (secret === undefined || secret.length < 16) throw new Error(`${name} is no secret worth looking for`);
    this.#secrets.set(name, secret);
  }

  get count(): number {
    return this.#secrets.size;
  }

  /** Names of those the text holds, in any of the spellings in which something might have written them down. */
  in(text: string): readonly string[] {
    return [...this.#secrets]
      .filter(([, secret]) => spellings(secret).some((one) => text.includes(one)))
      .map(([name]) => name);
  }
}

function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    secret.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
  ];
}

/** What was answered, except where the secret itself was asked for. */
class Answers {
  readonly #bodies: string[] = [];

  /** Reads an address as its page, and as the payload a browser's router would ask for. */
  async read(client: APIRequestContext, path: string): Promise<void> {
    for (const headers of [{}, { rsc: "1" }] as const) {
      const answer = await client.get(path, { headers });
      this.#bodies.push(await answer.text(), answer.url());
    }
  }

  get text(): string {
    return this.#bodies.join("\n");
  }
}

async function configuredSecrets(canaries: Canaries): Promise<void> {
  const secrets = JSON.parse(await readFile(join(FOLDER(), "secrets.json"), "utf8")) as {
    readonly accessKeys: Readonly<Record<string, { readonly secretAccessKey: string }>>;
  } & Readonly<Record<"cookieSecret" | "sealingKey" | "adminToken" | "oidcClientSecret", string>>;
  for (const name of ["cookieSecret", "sealingKey", "adminToken", "oidcClientSecret"] as const) {
    canaries.add(name, secrets[name]);
  }
  for (const [user, key] of Object.entries(secrets.accessKeys)) {
    canaries.add(`access key of ${user}`, key.secretAccessKey);
  }
}

/** An engineer's morning: everything that gives her a secret. */
async function journey(ada: APIRequestContext, sandbox: Sandbox, canaries: Canaries): Promise<void> {
  const { samlResponse } = await signInByHttp(ada, sandbox, "ada");
  canaries.add("SAMLResponse to us", samlResponse);
  for (const { name, value } of (await ada.storageState()).cookies) {
    if (value.length >= 16 && name.includes("rolebridge")) canaries.add(`cookie ${name}`, value);
  }
  const headers = { origin: sandbox.app };
  const listed = await ada.get("/api/v1/entitlements?limit=1000&q=Developer");
  const { items } = (await listed.json()) as {
    readonly items: readonly { readonly id: string; readonly accountName: string }[];
  };
  const entitlementId = items.find(({ accountName }) => accountName === "Meridian Staging")?.id ?? "";
  const issued = await ada.post("/api/v1/credentials", { headers, data: { entitlementId } });
  const session = (await issued.json()) as Readonly<Record<"secretAccessKey" | "sessionToken", string>>;
  canaries.add("secret access key", session.secretAccessKey);
  canaries.add("session token", session.sessionToken);
  const opened = await formOf(await ada.post("/console", { headers, form: { entitlementId } }));
  canaries.add("SAMLResponse to AWS", opened.fields.SAMLResponse);
  const linked = await ada.post("/api/v1/console", { headers, data: { entitlementId, via: "federation" } });
  const { url } = (await linked.json()) as { readonly url: string };
  canaries.add("sign-in token", new URL(url).searchParams.get("SigninToken") ?? undefined);
  const asked = await ada.post("/api/v1/diagnosis/identity", { headers, data: { entitlementId } });
  expect(asked.status()).toBe(200);
}

const PAGES = ["/", "/diagnose", "/signout", "/signin", "/go/meridian-prod/ReadOnly"] as const;
const ADMIN_PAGES = [
  "/admin/connections/meridian-oidc",
  "/admin/connections/canary",
  "/admin/access-keys",
  "/admin/keys",
  "/admin/config",
  "/admin/people",
  "/admin/audit",
  "/api/v1/admin/connections",
  "/api/v1/admin/access-keys",
  "/api/v1/admin/keys",
  "/api/v1/admin/config",
  "/api/v1/admin/audit?limit=200",
  "/api/v1/admin/audit/export?format=csv",
] as const;

/** Requests that fail, with a secret where something might write it down. */
async function failures(app: string, secret: string): Promise<void> {
  const json = { "content-type": "application/json" };
  const attempts = [
    { path: "/api/v1/credentials", body: `{"entitlementId":"${secret}"`, headers: json },
    {
      path: "/api/v1/admin/connections",
      body: JSON.stringify({ clientSecret: secret }),
      headers: { ...json, authorization: `Bearer ${secret}` },
    },
    {
      path: "/saml/meridian-saml/acs",
      body: `SAMLResponse=${secret}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    },
    {
      path: `/signin/complete`,
      body: `id=${secret}`,
      headers: { "content-type": "application/x-www-form-urlencoded", origin: app },
    },
  ];
  for (const { path, body, headers } of attempts) {
    const answer = await rawRequest(app, path, { method: "POST", headers, body });
    expect(answer.status, path).toBeGreaterThanOrEqual(400);
    expect(answer.body, path).not.toContain(secret);
  }
  await rawRequest(app, `/api/auth/callback/meridian-oidc?code=${secret}&state=${secret}`);
  await rawRequest(app, `/signin/complete?id=${secret}`);
}

test("A09 K05 no secret of a journey is left in the database, the log, a page, a payload or the build", async ({
  playwright,
  sandbox,
  admin,
}) => {
  const canaries = new Canaries();
  await configuredSecrets(canaries);
  const clientSecret = `canary-${randomBytes(24).toString("base64url")}`;
  canaries.add("secret of a new client", clientSecret);
  const client = { issuer: sandbox.idp.oidc.url, clientId: "c", clientSecret, enabled: false };
  await admin.create("connections", { kind: "oidc", slug: "canary", displayName: "Canary", ...client });
  const ada = await playwright.request.newContext({ baseURL: sandbox.app });
  await journey(ada, sandbox, canaries);
  const mistyped = `canary-${randomBytes(24).toString("base64url")}`;
  canaries.add("secret in a failure", mistyped);
  await failures(sandbox.app, mistyped);
  expect(canaries.count).toBeGreaterThanOrEqual(15);

  const answers = new Answers();
  for (const path of PAGES) await answers.read(ada, path);
  const grace = await playwright.request.newContext({ baseURL: sandbox.app });
  await signInByHttp(grace, sandbox, "grace");
  for (const path of ADMIN_PAGES) await answers.read(grace, path);
  expect(answers.text, "pages were read").toContain("ada@meridian.example");
  expect(answers.text, "the audit was read").toContain("credentials.issued");
  expect(canaries.in(answers.text), "in a page or a payload").toEqual([]);

  const stored = await everythingStored(sandbox.databaseUrl);
  expect(stored, "the database was read").toContain("credentials.issued");
  expect(canaries.in(stored), "in the database").toEqual([]);

  const log = await readFile(join(FOLDER(), "app.log"), "utf8");
  expect(log, "the log was read").toContain("request refused");
  expect(canaries.in(log), "in the log").toEqual([]);

  const inBuild: string[] = [];
  const read = await everyFile(join(ROOT, ".next"), new Set(["cache", "dev", "trace"]), (name, text) => {
    inBuild.push(...canaries.in(text).map((canary) => `${canary} in ${name}`));
  });
  expect(read, "the build was read").toBeGreaterThan(50);
  expect(inBuild).toEqual([]);
});

test("A09 K05 a crash prints no secret that was in hand", async () => {
  const secret = randomBytes(24).toString("hex");
  const script = `
    import { Secret } from "./lib/secret/secret.ts";
    import { AppError } from "./lib/errors/app-error.ts";
    const held = new Secret(process.env.CANARY ?? "");
    delete process.env.CANARY;
    throw new AppError("internal.unexpected", { cause: Object.assign(new Error(\`with \${held}\`), { held, list: [held] }) });`;
  const crashed = promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", script],
    {
      cwd: ROOT,
      env: { ...process.env, CANARY: secret },
    },
  );
  const failure: unknown = await crashed.then(
    () => undefined,
    (error: unknown) => error,
  );
  const { stderr } = failure as { readonly stderr: string };
  expect(stderr).toContain("internal.unexpected");
  expect(stderr).toContain("[redacted]");
  expect(stderr).not.toContain(secret);
});
