import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../identity/actor";
import { Secret } from "../../secret/secret";
import { openWorld, refusalOf, type World } from "../fixtures/world";
import { adminUseCases } from "./admin";
import type { AdminUseCases } from "./admin-use-cases";

let world: World;
let admin: AdminUseCases;
let grace: Actor;
beforeAll(async () => {
  world = await openWorld();
  admin = adminUseCases(world.context);
  grace = await world.person({ username: "grace@example.com", groups: ["rolebridge-admins"] });
});
afterAll(() => world.close());

let lastAccount = 600_000_000_000;
async function place() {
  const accountId = String(++lastAccount);
  await admin.accounts.create(grace, { accountId, name: "Production" });
  const accessKeyId = `AKIA${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
  const userArn = `arn:aws:iam::${accountId}:user/breakglass`;
  await world.database.accessKeys.create({ accessKeyId, accountId, userArn }, new Secret("s"));
  const provider = `arn:aws:iam::${accountId}:saml-provider/Company`;
  return { accountId, accessKeyId, userArn, provider };
}
type Place = Awaited<ReturnType<typeof place>>;

/** The least that each kind takes. */
const LEAST: Readonly<Record<string, (at: Place) => object>> = {
  saml: () => ({}),
  "saml-relay": ({ provider }) => ({ providerArn: provider, relayConnection: "acme" }),
  "web-identity": () => ({}),
  "assume-role": () => ({}),
  "federation-token": ({ accessKeyId }) => ({ accessKeyId }),
  "session-token": ({ accessKeyId }) => ({ accessKeyId }),
};
async function create(kind: string, change: (at: Place) => object = () => ({})) {
  const at = await place();
  const body = { accountId: at.accountId, name: "Operator", kind, ...LEAST[kind]?.(at), ...change(at) };
  return { at, made: await admin.targets.create(grace, body) };
}
async function refused(kind: string, change: (at: Place) => object) {
  const refusal = await refusalOf(create(kind, change));
  expect(refusal.code).toBe("request.invalid");
  return Object.fromEntries(refusal.fields.map(({ field, message }) => [field, message]));
}

describe("a target of each kind", () => {
  test.each(Object.keys(LEAST))("%s is made from the least it needs, and audited", async (kind) => {
    const { at, made } = await create(kind);
    const roleArn = `arn:aws:iam::${at.accountId}:role/Operator`;
    const isOfUser = kind === "federation-token" || kind === "session-token";
    expect(made).toMatchObject({
      kind,
      ...(isOfUser ? { accessKey: { userArn: at.userArn } } : { roleArn }),
    });
    expect("roleArn" in made).toBe(!isOfUser);
    expect((await world.events())[0]).toMatchObject({
      action: "target.created",
      detail: { after: { kind } },
    });
  });

  test("assume-role takes key, hub, external ID and MFA device", async () => {
    const change = ({ accessKeyId, accountId }: Place) => ({
      accessKeyId,
      hubRoleArn: "arn:aws:iam::123456789012:role/Hub",
      externalId: "contractor-7",
      mfaSerial: `arn:aws:iam::${accountId}:mfa/breakglass`,
      roleMaxDurationSeconds: 7_200,
    });
    const { at, made } = await create("assume-role", change);
    const { accessKeyId, ...rest } = change(at);
    expect(made).toMatchObject({ ...rest, accessKey: { accessKeyId, userArn: at.userArn } });
  });

  test("session-token asks for a reason unless told otherwise, the others only when told", async () => {
    expect((await create("session-token")).made.requireReason).toBe(true);
    expect((await create("session-token", () => ({ requireReason: false }))).made.requireReason).toBe(false);
    expect((await create("assume-role")).made.requireReason).toBe(false);
    expect((await create("saml", () => ({ requireReason: true }))).made.requireReason).toBe(true);
  });

  test("sessions of IAM users may last 36 hours, those of roles 12", async () => {
    const long = () => ({ maxDurationSeconds: 129_600 });
    expect((await create("federation-token", long)).made.maxDurationSeconds).toBe(129_600);
    expect(await refused("assume-role", long)).toEqual({
      maxDurationSeconds: "must be at most 43200 seconds (12 hours) for this kind",
    });
  });

  test.each<[string, string, (at: Place) => object, string, RegExp]>([
    [
      "saml",
      "an external ID",
      () => ({ externalId: "ab" }),
      "externalId",
      /of kind assume-role, not to saml/,
    ],
    ["saml", "an audience", () => ({ audience: "x" }), "audience", /of kind web-identity/],
    [
      "web-identity",
      "a SAML provider",
      ({ provider: p }) => ({ providerArn: p }),
      "providerArn",
      /kind saml, /,
    ],
    ["web-identity", "an audience with spaces", () => ({ audience: "a b" }), "audience", /without spaces/],
    ["federation-token", "a role", () => ({ roleArn: "arn:aws:iam::1:role/A" }), "roleArn", /belongs to/],
    ["federation-token", "a source identity", () => ({ sourceIdentity: true }), "sourceIdentity", /no place/],
    ["session-token", "tags", () => ({ sessionTags: [{ key: "a", value: "b" }] }), "sessionTags", /no place/],
    ["session-token", "a policy", () => ({ sessionPolicy: "{}" }), "sessionPolicy", /no place/],
    ["session-token", "a console page", () => ({ destination: "https://x" }), "destination", /no console/],
    ["session-token", "no key", () => ({ accessKeyId: undefined }), "accessKeyId", /is required/],
    ["saml-relay", "no provider", () => ({ providerArn: undefined }), "providerArn", /is required/],
    [
      "saml-relay",
      "tags of ours",
      () => ({ useConnectionTags: true }),
      "useConnectionTags",
      /identity provider/,
    ],
    ["saml-relay", "an unknown connection", () => ({ relayConnection: "x" }), "relayConnection", /SAML conn/],
    ["assume-role", "an unknown key", () => ({ accessKeyId: "AKIAX" }), "accessKeyId", /add the key first/],
    ["assume-role", "a hub that is no role", () => ({ hubRoleArn: "Hub" }), "hubRoleArn", /looks like arn/],
    ["assume-role", "a short external ID", () => ({ externalId: "x" }), "externalId", /2 to 1224/],
    ["assume-role", "a device that is none", () => ({ mfaSerial: "a b" }), "mfaSerial", /MFA device/],
    [
      "saml",
      "a recipient elsewhere (I04)",
      () => ({ recipient: "https://evil.example/saml" }),
      "recipient",
      /sign-in/,
    ],
    [
      "saml",
      "a recipient over http (I04)",
      () => ({ recipient: "http://signin.aws.amazon.com/saml" }),
      "recipient",
      /s/,
    ],
    ["saml", "no certificate", () => ({ encryptionCertificate: "x" }), "encryptionCertificate", /in PEM/],
    [
      "saml",
      "a private key",
      () => ({ encryptionCertificate: "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----" }),
      "encryptionCertificate",
      /private key, which belongs to AWS/,
    ],
    [
      "saml",
      "a role's maximum under IAM's",
      () => ({ roleMaxDurationSeconds: 900 }),
      "roleMaxDurationSeconds",
      /IAM/,
    ],
    [
      "saml",
      "a policy of another account",
      () => ({ policyArns: ["arn:aws:iam::123456789012:policy/A"] }),
      "policyArns",
      /of AWS or of account/,
    ],
  ])("%s refuses %s by name", async (kind, _, change, field, message) => {
    const faults = await refused(kind, change);
    expect(Object.keys(faults)).toEqual([field]);
    expect(faults[field]).toMatch(message);
  });

  test("a form's empty values of fields the kind does not have are not a fault", async () => {
    const empty = { sessionTags: [], policyArns: [], transitiveTagKeys: [], sourceIdentity: false };
    await expect(create("session-token", () => empty)).resolves.toBeDefined();
  });

  test("the key of another account's user opens no session of this one", async () => {
    const other = await place();
    const { accessKeyId } = other;
    expect(await refused("session-token", () => ({ accessKeyId }))).toEqual({
      accessKeyId: `is a key of account ${other.accountId}: sessions of this kind belong to the key's account`,
    });
    expect((await create("assume-role", () => ({ accessKeyId }))).made).toMatchObject({
      kind: "assume-role",
    });
  });

  test.each(["saml", "saml-relay"] as const)(
    "%s takes the recipient of one provider, in any region of the partition",
    async (kind) => {
      const recipient = "https://eu-west-1.signin.aws.amazon.com/saml/acs/SAMLSPABCDEF0123";
      expect((await create(kind, () => ({ recipient }))).made).toMatchObject({ recipient });
      expect(await refused(kind, () => ({ recipient: "https://signin.amazonaws.cn/saml" }))).toEqual({
        recipient: expect.stringContaining("must be a sign-in address of AWS"),
      });
    },
  );
});

describe("a changed target", () => {
  test("keeps what is not sent, its key included", async () => {
    const { at, made } = await create("session-token", () => ({ mfaSerial: "GAHT12345678" }));
    const changed = await admin.targets.update(grace, made.id, { description: "break glass" });
    expect(changed).toEqual({ ...made, description: "break glass" });
    expect(changed).toMatchObject({ accessKey: { accessKeyId: at.accessKeyId }, mfaSerial: "GAHT12345678" });
  });

  test("may become another kind; what only the old one had goes", async () => {
    const { at, made } = await create("saml", ({ provider }) => ({
      providerArn: provider,
      sourceIdentity: true,
      sessionTags: [{ key: "team", value: "ops" }],
    }));
    const { accessKeyId } = at;
    const changed = await admin.targets.update(grace, made.id, { kind: "session-token", accessKeyId });
    expect(changed).toMatchObject({ kind: "session-token", requireReason: true, sessionTags: [] });
    expect(changed).not.toHaveProperty("roleArn");
    expect(changed).not.toHaveProperty("providerArn");
    const back = await admin.targets.update(grace, made.id, { kind: "assume-role" });
    expect(back).toMatchObject({
      roleArn: `arn:aws:iam::${at.accountId}:role/Operator`,
      accessKey: { accessKeyId },
    });
  });
});

describe("an account's endpoints", () => {
  const account = (change: object) =>
    admin.accounts.create(grace, { accountId: String(++lastAccount), name: "Far", ...change });
  const fields = async (change: object) => {
    const { code, fields: faults } = await refusalOf(account(change));
    expect(code).toBe("request.invalid");
    return Object.fromEntries(faults.map(({ field, message }) => [field, message]));
  };

  test("are kept as given", async () => {
    const given = { region: "us-west-2", fallbackRegions: ["us-east-2", "us-east-1"], useFips: true };
    expect(await account(given)).toMatchObject({ ...given, useDualStack: false });
    const stsEndpoint = "https://sts.store.example";
    expect(await account({ stsEndpoint: `${stsEndpoint}/` })).toMatchObject({ stsEndpoint });
  });

  test.each([
    [{ fallbackRegions: ["cn-north-1"] }, "fallbackRegions", /regions of the partition aws/],
    [{ fallbackRegions: ["us-east-1"] }, "fallbackRegions", /other regions than the first/],
    [{ fallbackRegions: ["eu-west-1", "eu-west-1"] }, "fallbackRegions", /each once/],
    [{ region: "eu-west-1", useFips: true }, "useFips", /no FIPS endpoint in region eu-west-1/],
    [{ stsEndpoint: "http://sts.store.example" }, "stsEndpoint", /https/],
    [{ stsEndpoint: "http://127.0.0.1:4103" }, "stsEndpoint", /https/],
    [{ stsEndpoint: "https://sts.store.example/path" }, "stsEndpoint", /without a path/],
    [{ stsEndpoint: "https://user:pw@sts.store.example" }, "stsEndpoint", /https/],
    [{ stsEndpoint: "https://sts.store.example", useFips: true }, "useFips", /no effect/],
  ])("%j is refused by name", async (change, field, message) => {
    const faults = await fields(change);
    expect(Object.keys(faults)).toEqual([field]);
    expect(faults[field]).toMatch(message);
  });

  test("may be http on loopback where the configuration allows it", async () => {
    const settings = { ...world.context.settings, insecureHttpOnLoopback: true };
    const local = adminUseCases({ ...world.context, settings });
    const accountId = String(++lastAccount);
    const stsEndpoint = "http://127.0.0.1:4103";
    expect(await local.accounts.create(grace, { accountId, name: "Local", stsEndpoint })).toMatchObject({
      stsEndpoint,
    });
  });
});

describe("a connection's tags", () => {
  test("change, and go back to every attribute", async () => {
    const sessionTags = [{ key: "Department", attribute: "department" }];
    const tagAttributes = ["department", "costCenter"];
    expect(await admin.connections.update(grace, "acme", { sessionTags, tagAttributes })).toMatchObject({
      sessionTags,
      tagAttributes,
    });
    expect((await world.events())[0]).toMatchObject({
      action: "connection.updated",
      detail: { after: { sessionTags, tagAttributes } },
    });
    const all = await admin.connections.update(grace, "acme", { tagAttributes: null });
    expect(all).toMatchObject({ sessionTags });
    expect(all).not.toHaveProperty("tagAttributes");
  });

  test.each([
    [{ sessionTags: [{ key: "aws:x", value: "y" }] }, "sessionTags.0"],
    [
      {
        sessionTags: [
          { key: "a", value: "1" },
          { key: "A", value: "2" },
        ],
      },
      "sessionTags",
    ],
    [{ sessionTags: [{ key: "a", attribute: "team" }], tagAttributes: ["department"] }, "tagAttributes"],
    [{ tagAttributes: "department" }, "tagAttributes"],
  ])("%j are refused by name", async (change, field) => {
    const refusal = await refusalOf(admin.connections.update(grace, "acme", change));
    expect(refusal).toMatchObject({ code: "request.invalid", fields: [{ field }] });
  });

  test("a connection whose assertions a target passes on is not deleted, and says which", async () => {
    await create("saml-relay");
    // With a token there is another way in, so that only the target stands in the way.
    const settings = { ...world.context.settings, adminTokenSha256: "a".repeat(64) };
    const { connections } = adminUseCases({ ...world.context, settings });
    const refusal = await refusalOf(connections.delete(grace, "acme"));
    expect(refusal.code).toBe("admin.in_use");
    expect(refusal.detail).toMatch(/^It is used by (Operator in Production(, )?)+\.$/);
  });
});
