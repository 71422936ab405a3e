import { expect, it } from "vitest";
import { DEFAULT_ASSUMPTIONS } from "../assumptions";
import { listen } from "../http/listen";
import { replying } from "../http/reply";
import { PARTITIONS } from "../partitions";
import { ConsoleSessions } from "../store/console-sessions";
import type { Session } from "../store/session";
import { SessionTokens } from "../store/session-tokens";
import { Store } from "../store/store";
import { consoleLifetime } from "./console-lifetime";
import { signinHandler } from "./signin-handler";

const credentials = {
  accountId: "418273650912",
  accessKeyId: "ASIAAAAAAAAAAAAAAAAA",
  secretAccessKey: "secret",
  issuedAt: 0,
  expiresAt: 3_600_000,
  tags: {},
  sessionPolicies: [],
  sessionPolicyArns: [],
};
const cloud = {
  store: new Store(),
  tokens: new SessionTokens(),
  consoleSessions: new ConsoleSessions(),
  clock: () => new Date(0),
  assumptions: DEFAULT_ASSUMPTIONS,
};
const federated: Session = { kind: "federated-user", federatedUserName: "ada", ...credentials };

it("ends a console session with its credentials when no duration was asked", () => {
  expect(consoleLifetime(federated, null, cloud)).toBe(3_600_000);
});

it("gives federation tokens and chained roles no duration of their own", () => {
  expect(consoleLifetime(federated, "900", cloud)).toBeUndefined();
  const chained: Session = {
    kind: "assumed-role",
    ...credentials,
    roleName: "Engineer",
    roleId: "AROA",
    roleArn: "arn:aws:iam::418273650912:role/Engineer",
    sessionName: "ada",
    chained: true,
    transitiveTagKeys: [],
    federation: {},
  };
  expect(consoleLifetime(chained, "900", cloud)).toBeUndefined();
});

it("lets credentials of GetSessionToken as far as login, which turns them away in AWS's words", async () => {
  cloud.store.addAccount({
    accountId: credentials.accountId,
    name: "Meridian Production",
    alias: undefined,
    partition: PARTITIONS.aws,
    optInRegions: [],
    stsDisabledRegions: [],
    roles: new Map(),
    samlProviders: new Map(),
    users: new Map(),
    oidcProviders: new Map(),
    managedPolicies: new Map(),
    mfaDevices: new Map(),
    rootAccessKeys: [],
  });
  const session: Session = { kind: "session-token", ...credentials };
  const token = cloud.tokens.sealSigninToken({ session, issuedAt: 0, consoleExpiresAt: 3_600_000 });
  const handler = replying(signinHandler({ cloud, consoleUrl: "http://127.0.0.1:1" }));
  const server = await listen({ host: "127.0.0.1", port: 0 }, handler);
  const answer = await fetch(
    `${server.url}/federation?Action=login&Issuer=&SigninToken=${encodeURIComponent(token)}`,
    { redirect: "manual" },
  );
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(
    "Only federation tokens or assume role tokens may be used for federated login. Please contact your administrator.",
  );
  await server.close();
});
