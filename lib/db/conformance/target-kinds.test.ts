import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { TargetDraft } from "../../entitlements/model";
import { Secret } from "../../secret/secret";
import type { Database } from "../open-database";
import { onEveryDatabase } from "./on-every-database";
import { account, newConnection, target } from "./samples";

/** One target of each kind with everything it can have. */
async function oneOfEach(database: Database): Promise<readonly TargetDraft[]> {
  const { accountId } = await database.accounts.create(account());
  const { slug } = await newConnection(database);
  const accessKeyId = `AKIA${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
  const accessKey = { accessKeyId, userArn: `arn:aws:iam::${accountId}:user/breakglass` };
  await database.accessKeys.create({ ...accessKey, accountId }, new Secret("s"));
  const provider = `arn:aws:iam::${accountId}:saml-provider/Company`;
  const common = (name: string) => {
    const { kind: _k, roleArn, ...rest } = target(accountId, { name });
    return { rest: { ...rest, useConnectionTags: true, requireReason: true }, roleArn };
  };
  const role = (name: string) => {
    const { rest, roleArn } = common(name);
    return { ...rest, roleArn, roleMaxDurationSeconds: 7_200 };
  };
  return [
    {
      ...role("Saml"),
      kind: "saml",
      providerArn: provider,
      recipient: "https://signin.aws.amazon.com/saml/acs/SAMLSPTEST",
      encryptionCertificate: "-----BEGIN CERTIFICATE-----",
    },
    {
      ...role("Relay"),
      kind: "saml-relay",
      providerArn: provider,
      relayConnection: slug,
      recipient: "https://signin.aws.amazon.com/saml/acs/SAMLSPTEST",
    },
    { ...role("Web"), kind: "web-identity", audience: "sts.amazonaws.com" },
    {
      ...role("Assume"),
      kind: "assume-role",
      accessKey,
      hubRoleArn: "arn:aws:iam::123456789012:role/Hub",
      externalId: "contractor-7",
      mfaSerial: `arn:aws:iam::${accountId}:mfa/breakglass`,
    },
    { ...common("Federation").rest, kind: "federation-token", accessKey, maxDurationSeconds: 129_600 },
    { ...common("BreakGlass").rest, kind: "session-token", accessKey, mfaSerial: "GAHT12345678" },
  ];
}

onEveryDatabase("targets of every kind", (opened) => {
  const targets = () => opened().database.targets;

  it("keep everything that their kind has and nothing else", async () => {
    for (const draft of await oneOfEach(opened().database)) {
      const { id } = await targets().create(draft);
      expect(await targets().byId(id)).toEqual({ ...draft, id });
    }
  });

  it("ask for a sign-in that is five minutes to twelve hours old, and for nothing outside of it", async () => {
    const [draft] = await oneOfEach(opened().database);
    if (draft === undefined) throw new Error("there are kinds");
    const made = await targets().create({
      ...draft,
      freshSignInSeconds: 300,
      requireMfa: true,
      requirePasskey: true,
    });
    expect(await targets().byId(made.id)).toEqual(made);
    for (const freshSignInSeconds of [299, 43_201, 0, -1]) {
      await expect(targets().update(made.id, { ...draft, freshSignInSeconds })).rejects.toMatchObject({
        code: "request.invalid",
      });
    }
  });

  it("may become another kind without a rest of the old one", async () => {
    const drafts = await oneOfEach(opened().database);
    const [first] = drafts;
    if (first === undefined) throw new Error("there are kinds");
    const { id } = await targets().create(first);
    for (const draft of drafts) {
      const renamed = { ...draft, name: first.name };
      await targets().update(id, renamed);
      expect(await targets().byId(id)).toEqual({ ...renamed, id });
    }
  });

  it("are found by the connection whose assertions they pass on, which therefore stays", async () => {
    const drafts = await oneOfEach(opened().database);
    const relay = drafts.find((draft) => draft.kind === "saml-relay");
    if (relay?.kind !== "saml-relay") throw new Error("there is one");
    const made = await targets().create(relay);
    const { items } = await targets().list({ relayConnection: relay.relayConnection, limit: 10 });
    expect(items.map(({ id }) => id)).toEqual([made.id]);
    const connection = await opened().database.connections.bySlug(relay.relayConnection);
    await expect(opened().database.connections.delete(connection?.id ?? "")).rejects.toMatchObject({
      code: "admin.in_use",
    });
  });
});
