import { describe, expect, test } from "vitest";
import type { LinkedEvent } from "../chain";
import { linkedEvent } from "../fixtures/linked-event";
import { auditedSessions } from "./audited-session";
import { compareWithTrail, type OurNames } from "./compare";
import { mergedCalls, readTrailCall, type TrailCall } from "./trail-call";

const NAMES: OurNames = {
  entityId: "https://rolebridge.example.com/aws/saml/metadata",
  issuerHost: "rolebridge.example.com",
  samlProviderName: "Rolebridge",
  ownArns: ["arn:aws:iam::999988887777:role/rolebridge-server"],
};
const ROLE = "arn:aws:iam::444455556666:role/Developer";
const HUB = "arn:aws:iam::999988887777:role/hub";
const PROVIDER = "arn:aws:iam::444455556666:saml-provider/Rolebridge";
const KEY = "AKIAQRSTUVWXYZEXAMPL";

let seq = 0;
function event(action: string, detail: object, change: Partial<LinkedEvent> = {}): LinkedEvent {
  seq += 1;
  return linkedEvent(seq, { action, detail: JSON.stringify(detail), ...change });
}

const PLAN = {
  kind: "saml",
  accountId: "444455556666",
  region: "us-east-2",
  sessionName: "ada@example.com",
  roleArn: ROLE,
  providerArn: PROVIDER,
};

/** The two events of a session; without an answer only the first. */
function session(plan: object, proofId?: string, accessKeyId?: string): readonly LinkedEvent[] {
  const requested = event("credentials.requested", { plan: { ...PLAN, ...plan }, proofId });
  const { reference } = requested;
  return accessKeyId === undefined
    ? [requested]
    : [requested, event("credentials.issued", { accessKeyId, proofId }, { reference })];
}

/** As AWS's own examples are: the IAM User Guide, example AWS STS API events. */
function saml(assertion: string, accessKeyId: string | undefined, change: object = {}): object {
  return {
    eventVersion: "1.08",
    userIdentity: {
      type: "SAMLUser",
      principalId: "SampleUkh1i4+ExamplexL/jEvs=:ada@example.com",
      userName: "ada@example.com",
      identityProvider: "bdGOnTesti4+ExamplexL/jEvs=",
    },
    eventTime: "2026-11-01T19:14:36Z",
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRoleWithSAML",
    awsRegion: "us-east-2",
    sourceIPAddress: "192.0.2.101",
    userAgent: "aws-sdk-js/3.1169.0",
    requestParameters: {
      sAMLAssertionID: assertion,
      roleSessionName: "ada@example.com",
      sourceIdentity: "ada@example.com",
      principalTags: { CostCenter: "987654" },
      transitiveTagKeys: ["CostCenter"],
      durationSeconds: 3600,
      roleArn: ROLE,
      principalArn: PROVIDER,
    },
    responseElements:
      accessKeyId === undefined
        ? null
        : {
            subjectType: "persistent",
            issuer: NAMES.entityId,
            credentials: { accessKeyId, expiration: "Nov 1, 2026 8:14:36 PM", sessionToken: "token" },
            subject: "ada@example.com",
            audience: "https://signin.aws.amazon.com/saml",
          },
    requestID: "6EXAMPLE-e595-11e5-b2c7-c974fEXAMPLE",
    eventID: `event-of-${assertion}-${accessKeyId}`,
    eventType: "AwsApiCall",
    recipientAccountId: "444455556666",
    ...change,
  };
}

function assumeRole(accessKeyId: string, change: object = {}, parameters: object = {}): object {
  return {
    eventVersion: "1.08",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::777788889999:user/rolebridge", accessKeyId: KEY },
    eventTime: "2026-11-01T19:14:36Z",
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRole",
    awsRegion: "us-east-2",
    requestParameters: { roleArn: ROLE, roleSessionName: "ada@example.com", ...parameters },
    responseElements: { credentials: { accessKeyId, expiration: "Nov 1, 2026 8:14:36 PM" } },
    eventID: `caller-${accessKeyId}`,
    sharedEventID: `shared-${accessKeyId}`,
    recipientAccountId: "777788889999",
    ...change,
  };
}

const calls = (...records: object[]) =>
  mergedCalls(records.map(readTrailCall).filter((call): call is TrailCall => call !== undefined));
const compare = async (records: object[], events: readonly LinkedEvent[]) =>
  compareWithTrail(calls(...records), await auditedSessions(events), NAMES);
const NOTHING = { notIssued: [], usedAgain: [], refusedAttempts: [], elsewhere: [], notSeen: [] };

describe("CloudTrail against the audit", () => {
  test("I08 a session with its event is matched by the assertion's id, also when our answer was lost", async () => {
    const records = [saml("_a1", "ASIA1"), saml("_a2", "ASIA2")];
    const events = [...session({}, "_a1", "ASIA1"), ...session({}, "_a2")];
    expect(await compare(records, events)).toEqual({ ...NOTHING, matched: 2 });
  });

  test("I08 an assertion under our name that no event names is reported, whichever account it opened", async () => {
    const elsewhere = {
      requestParameters: { sAMLAssertionID: "_forged2", principalArn: "arn:aws:iam::1:saml-provider/Other" },
    };
    const records = [saml("_forged", "ASIA9"), saml("_forged2", "ASIA8", elsewhere), saml("_a1", "ASIA1")];
    const { notIssued, matched } = await compare(records, session({}, "_a1", "ASIA1"));
    expect(notIssued.map(({ assertionId }) => assertionId)).toEqual(["_forged", "_forged2"]);
    expect(matched).toBe(1);
  });

  test("I06 an assertion of ours that bought a second session, or another role, is reported", async () => {
    const second = saml("_a2", "ASIA2") as { readonly requestParameters: object };
    const roleArn = "arn:aws:iam::444455556666:role/Admin";
    const other = { ...second, requestParameters: { ...second.requestParameters, roleArn } };
    const records = [saml("_a1", "ASIA1"), saml("_a1", "ASIA7"), other];
    const events = [...session({}, "_a1", "ASIA1"), ...session({}, "_a2", "ASIA2")];
    const { usedAgain, matched } = await compare(records, events);
    expect(usedAgain.map(({ call }) => call.accessKeyId)).toEqual(["ASIA7", "ASIA2"]);
    expect(matched).toBe(1);
  });

  test("what AWS refused is listed apart, and only when it was not ours", async () => {
    const refused = { errorCode: "InvalidIdentityToken", errorMessage: "…" };
    const records = [saml("_a1", undefined, refused), saml("_x", undefined, refused)];
    const { refusedAttempts, ...others } = await compare(records, session({}, "_a1"));
    expect(refusedAttempts.map(({ assertionId }) => assertionId)).toEqual(["_x"]);
    expect(others).toEqual({ matched: 0, notIssued: [], usedAgain: [], elsewhere: [], notSeen: [] });
  });

  test("a web identity is matched by the key of its session, and an unknown one of our issuer is reported", async () => {
    const token = (accessKeyId: string, provider: string) => ({
      ...saml("", accessKeyId),
      eventName: "AssumeRoleWithWebIdentity",
      eventID: accessKeyId,
      userIdentity: {
        type: "WebIdentityUser",
        principalId: `${provider}:sts.amazonaws.com:user:okta:ada@example.com`,
        identityProvider: provider,
      },
      requestParameters: { roleArn: ROLE, roleSessionName: "ada@example.com", durationSeconds: 3600 },
      responseElements: {
        provider,
        subjectFromWebIdentityToken: "user:okta:ada@example.com",
        audience: "sts.amazonaws.com",
        credentials: { accessKeyId },
      },
    });
    const ours = "arn:aws:iam::444455556666:oidc-provider/rolebridge.example.com";
    const records = [
      token("ASIA1", ours),
      token("ASIA2", "rolebridge.example.com"),
      token("ASIA3", "accounts.google.com"),
    ];
    const result = await compare(records, session({ kind: "web-identity" }, "jti", "ASIA1"));
    expect(result.notIssued.map(({ accessKeyId }) => accessKeyId)).toEqual(["ASIA2"]);
    // The same role by somebody else's provider: not ours, and worth knowing.
    expect(result.elsewhere.map(({ accessKeyId }) => accessKeyId)).toEqual(["ASIA3"]);
  });

  test("a call across accounts is one call in two trails, and a hub's step belongs to its session", async () => {
    const target = assumeRole("ASIA2", {
      userIdentity: { type: "AWSAccount", principalId: "AROA", accountId: "999988887777" },
      eventID: "target",
      recipientAccountId: "444455556666",
    });
    const through = {
      userIdentity: { type: "AssumedRole", accessKeyId: "ASIAHUB" },
      sharedEventID: "shared-ASIA2",
    };
    const records = [assumeRole("ASIAHUB", {}, { roleArn: HUB }), assumeRole("ASIA2", through), target];
    const events = session({ kind: "assume-role", hubRoleArn: HUB, accessKeyId: KEY }, undefined, "ASIA2");
    expect(calls(...records)).toHaveLength(2);
    expect(await compare(records, events)).toEqual({ ...NOTHING, matched: 2 });
    // The hub's session taking a role for nobody.
    const more = assumeRole(
      "ASIA3",
      { userIdentity: { accessKeyId: "ASIAHUB" } },
      { roleSessionName: "eve" },
    );
    expect((await compare([...records, more], events)).notIssued).toMatchObject([{ accessKeyId: "ASIA3" }]);
  });

  test("calls with keys in our care, or as ourselves, that no event names are reported", async () => {
    const own = {
      arn: "arn:aws:sts::999988887777:assumed-role/rolebridge-server/i-0",
      sessionContext: { sessionIssuer: { arn: NAMES.ownArns[0] } },
    };
    const records = [
      assumeRole("ASIA1"),
      {
        ...assumeRole("ASIA2"),
        eventName: "GetFederationToken",
        requestParameters: { name: "ada", durationSeconds: 900 },
      },
      {
        ...assumeRole("ASIA3"),
        eventName: "GetSessionToken",
        requestParameters: { serialNumber: "arn:aws:iam::7:mfa/x" },
      },
      { ...assumeRole("ASIA4"), eventName: "GetSessionToken", requestParameters: null },
      assumeRole("ASIA5", { userIdentity: own }),
      assumeRole(
        "ASIA6",
        { userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" } },
        { roleArn: "arn:aws:iam::1:role/x" },
      ),
    ];
    const events = [
      ...session(
        { kind: "federation-token", accessKeyId: KEY, federatedName: "ada", roleArn: undefined },
        undefined,
        "ASIA2",
      ),
      ...session({ kind: "session-token", accessKeyId: KEY, roleArn: undefined }),
    ];
    const result = await compare(records, events);
    expect(result.matched).toBe(2);
    expect(result.notIssued.map(({ accessKeyId }) => accessKeyId)).toEqual(["ASIA1", "ASIA4", "ASIA5"]);
  });

  test("what we issued and the export does not have is listed, where the export could have it", async () => {
    const early = { at: "2026-11-01T10:00:00.000Z" };
    const [requested, issued] = session({}, "_old", "ASIAOLD");
    const events = [
      { ...(requested as LinkedEvent), ...early },
      issued as LinkedEvent,
      ...session({}, "_a0", "ASIA0"),
      ...session({}, "_a1", "ASIA1"),
      ...session({ accountId: "000000000000" }, "_a2", "ASIA2"),
      ...session({ region: "eu-west-1" }, "_a3", "ASIA3"),
    ];
    const first = saml("_a0", "ASIA0", { eventTime: "2026-11-01T19:00:00Z" });
    const last = saml("_other", "ASIA9", { eventTime: "2026-11-01T20:00:00Z" });
    const { notSeen } = await compare([first, last], events);
    expect(notSeen.map(({ accessKeyId }) => accessKeyId)).toEqual(["ASIA1"]);
  });

  test("reads past whatever is no call for a session", () => {
    const strange = [null, 7, "x", {}, { eventSource: "s3.amazonaws.com", eventName: "GetObject" }];
    expect(strange.map(readTrailCall)).toEqual(strange.map(() => undefined));
  });
});
