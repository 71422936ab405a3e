import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadConfig } from "./config/load-config";
import { KEY_PURPOSES } from "./keys/key-store";
import { openRuntime, type Runtime } from "./runtime";
import { Secret } from "./secret/secret";

const token = new Secret(randomBytes(32).toString("hex"));
const origin = { remoteAddress: "203.0.113.7", userAgent: "test", reference: "abcdefghjk" };
let folder: string;
let rolebridge: Runtime;

const environment = (databaseFolder: string) => ({
  ROLEBRIDGE_URL: "https://rolebridge.example.com",
  ROLEBRIDGE_SECRET: randomBytes(32).toString("base64"),
  ROLEBRIDGE_SEALING_KEY: randomBytes(32).toString("base64"),
  ROLEBRIDGE_ADMIN_TOKEN_SHA256: createHash("sha256").update(token.reveal()).digest("hex"),
  ROLEBRIDGE_INSECURE_HTTP_IDPS: "true",
  ROLEBRIDGE_LOG_LEVEL: "error",
  DATABASE_URL: `pglite:${join(databaseFolder, "data")}`,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rolebridge-runtime-"));
  rolebridge = await openRuntime(loadConfig(environment(folder)));
});
afterAll(async () => {
  await rolebridge.close();
  await rm(folder, { recursive: true });
});

test("opens on an empty folder, makes its key and is ready", async () => {
  expect(await rolebridge.ready()).toEqual({ database: true, keys: true, clock: true });
  const actor = await rolebridge.sessions.actorOfToken(token, origin);
  const keys = await rolebridge.admin.keys.list(actor);
  expect(keys.map(({ purpose, status }) => [purpose, status])).toEqual(
    KEY_PURPOSES.map((purpose) => [purpose, "current"]),
  );
  const metadata = await rolebridge.access.identityProviderMetadata();
  expect(metadata).toContain('entityID="https://rolebridge.example.com/aws/saml/metadata"');
  const events = await rolebridge.admin.audit(actor, { limit: 10 });
  expect(events.items).toMatchObject(
    KEY_PURPOSES.map(() => ({ action: "key.created", actor: { kind: "system" } })),
  );
});

test("the wired use-cases keep what an administrator makes, with its audit", async () => {
  const actor = await rolebridge.sessions.actorOfToken(token, origin);
  const { admin } = rolebridge;
  await admin.accounts.create(actor, { accountId: "111122223333", name: "Production", region: "eu-west-1" });
  const target = await admin.targets.create(actor, {
    accountId: "111122223333",
    name: "ReadOnly",
    kind: "saml",
  });
  await admin.grants.create(actor, { targetId: target.id, principal: { group: "engineering" } });
  expect((await admin.accounts.list(actor, { limit: 10 })).items).toMatchObject([{ targetCount: 1 }]);
  const events = await admin.audit(actor, { limit: 10 });
  expect(events.items.map(({ action }) => action)).toEqual([
    "grant.created",
    "target.created",
    "account.created",
    ...KEY_PURPOSES.map(() => "key.created"),
  ]);
});

test("says which setting weakens it", async () => {
  const actor = await rolebridge.sessions.actorOfToken(token, origin);
  const names = ["ROLEBRIDGE_ADMIN_TOKEN_SHA256", "ROLEBRIDGE_INSECURE_HTTP_IDPS"];
  const weakening = (await rolebridge.admin.config(actor)).filter(({ weakens }) => weakens);
  expect(weakening.map(({ name }) => name)).toEqual(names);
  const weaknesses = await rolebridge.admin.weaknesses(actor);
  expect(weaknesses.map(({ what }) => what)).toEqual(names);
  for (const { because, mend } of weaknesses)
    expect([because, mend].join(" ")).toMatch(/^[A-Z].+\. [A-Z].+\.$/);
});

test("K04 a wrong sealing key stops the start with a sentence, makes no key, and harms nothing", async () => {
  const other = await mkdtemp(join(tmpdir(), "rolebridge-sealing-"));
  const right = environment(other);
  const keysOf = async (opened: Runtime) => {
    const actor = await opened.sessions.actorOfToken(token, origin);
    return (await opened.admin.keys.list(actor)).map(({ id, sha256 }) => [id, sha256]);
  };
  const first = await openRuntime(loadConfig(right));
  const before = await keysOf(first);
  await first.close();
  const wrong = { ...right, ROLEBRIDGE_SEALING_KEY: randomBytes(32).toString("base64") };
  await expect(openRuntime(loadConfig(wrong))).rejects.toMatchObject({
    code: "keys.sealing_key_unknown",
    title: expect.stringContaining("Configure the key it was sealed with"),
  });
  const again = await openRuntime(loadConfig(right));
  expect(await keysOf(again)).toEqual(before);
  await again.close();
  await rm(other, { recursive: true });
});
