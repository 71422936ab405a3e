import { describe, expect, test } from "vitest";
import type { SessionPlan } from "../../issuance/plan";
import {
  ACCOUNT_ID,
  assumeRolePlan,
  facts,
  federationPlan,
  relayPlan,
  samlPlan,
  sessionTokenPlan,
  userArn,
  webIdentityPlan,
} from "../fixtures/plans";
import { type CheckOutcome, checkTarget, uncheckedTarget } from "./check-target";

const FULL = {
  tags: [{ key: "team", value: "data" }],
  sourceIdentity: "ada",
  policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
} as const;

const refused = (awsCode: string, awsMessage: string): CheckOutcome => ({
  at: "refused",
  answer: { awsCode, awsMessage },
});
const answered = (callerArn: string): CheckOutcome => ({ at: "answered", callerArn });
const session = (name: string) => `arn:aws:sts::${ACCOUNT_ID}:assumed-role/Engineer/${name}`;

/** Passed, failed and unknown steps as one line. */
function told(plan: SessionPlan, outcome: CheckOutcome): string {
  const { steps } = checkTarget(plan, outcome, facts());
  const mark = { passed: "+", failed: "-", unknown: "?" };
  return steps.map(({ id, state }) => `${mark[state]}${id}`).join(" ");
}

describe("the steps of a check", () => {
  const ROWS: readonly (readonly [string, SessionPlan, CheckOutcome, string])[] = [
    [
      "everything works",
      samlPlan(FULL),
      answered(session("ada@meridian.example")),
      "+configuration +signing_key +endpoint +provider +signature +audience +trust +tags +source_identity +duration +session_policy +caller_identity",
    ],
    [
      "nothing but what a plan has is shown",
      samlPlan(),
      answered(session("ada@meridian.example")),
      "+configuration +signing_key +endpoint +provider +signature +audience +trust +duration +caller_identity",
    ],
    [
      "the session is somebody else's",
      samlPlan(),
      answered(session("bob")),
      "+configuration +signing_key +endpoint +provider +signature +audience +trust +duration -caller_identity",
    ],
    [
      "who the session is was not answered",
      samlPlan(),
      { at: "answered" },
      "+configuration +signing_key +endpoint +provider +signature +audience +trust +duration ?caller_identity",
    ],
    [
      "the key cannot be opened",
      samlPlan(),
      { at: "signing_key", problem: "sealed with another key" },
      "+configuration -signing_key ?endpoint ?provider ?signature ?audience ?trust ?duration ?caller_identity",
    ],
    [
      "AWS is not reached",
      samlPlan(),
      { at: "endpoint", problem: "no answer" },
      "+configuration +signing_key -endpoint ?provider ?signature ?audience ?trust ?duration ?caller_identity",
    ],
    [
      "the provider is missing",
      samlPlan(),
      refused("InvalidIdentityToken", "Specified provider doesn't exist (Service: …)"),
      "+configuration +signing_key +endpoint -provider ?signature ?audience ?trust ?duration ?caller_identity",
    ],
    [
      "the signature is refused: the provider was found",
      samlPlan(),
      refused("InvalidIdentityToken", "Response signature invalid"),
      "+configuration +signing_key +endpoint +provider -signature ?audience ?trust ?duration ?caller_identity",
    ],
    [
      "the role does not trust: the proof was taken, tags may be the cause",
      samlPlan(FULL),
      refused("AccessDenied", "Not authorized to perform sts:AssumeRoleWithSAML"),
      "+configuration +signing_key +endpoint +provider +signature +audience -trust ?tags ?source_identity ?duration ?session_policy ?caller_identity",
    ],
    [
      "a token is refused: whether it was verified is not known",
      webIdentityPlan(),
      refused("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
      "+configuration +signing_key +endpoint ?provider ?signature ?audience -trust ?duration ?caller_identity",
    ],
    [
      "AssumeRole names the tags",
      assumeRolePlan(FULL),
      refused("AccessDenied", "User: a is not authorized to perform: sts:TagSession on resource: b"),
      "+configuration +endpoint +signature ?trust -tags ?source_identity ?duration ?session_policy ?caller_identity",
    ],
    [
      "the access key is unknown",
      sessionTokenPlan(),
      refused("InvalidClientTokenId", "The security token included in the request is invalid."),
      "+configuration +endpoint -signature ?trust ?duration ?caller_identity",
    ],
    [
      "the region is off",
      samlPlan(),
      refused("RegionDisabledException", "STS is not activated in this region for account:1."),
      "+configuration +signing_key -endpoint ?provider ?signature ?audience ?trust ?duration ?caller_identity",
    ],
    [
      "AWS says what nobody knows",
      samlPlan(),
      refused("NewThing", "?"),
      "+configuration +signing_key +endpoint ?provider ?signature ?audience ?trust ?duration ?caller_identity",
    ],
    [
      "the company names the session",
      relayPlan(),
      answered(session("whatever")),
      "+configuration +endpoint +provider +signature +audience +trust +duration +caller_identity",
    ],
    [
      "a federated user",
      federationPlan(),
      answered(`arn:aws:sts::${ACCOUNT_ID}:federated-user/ada`),
      "+configuration +endpoint +signature +trust +duration +caller_identity",
    ],
    [
      "the user itself",
      sessionTokenPlan(),
      answered(userArn("breakglass")),
      "+configuration +endpoint +signature +trust +duration +caller_identity",
    ],
  ];
  test.each(ROWS)("say it when %s", (_, plan, outcome, steps) => {
    expect(told(plan, outcome)).toBe(steps);
  });

  test("name what is wrong where it is wrong, and carry the whole explanation", () => {
    const outcome = refused("InvalidIdentityToken", "Response signature invalid");
    const { steps, explanation } = checkTarget(samlPlan(), outcome, facts());
    expect(steps.find(({ id }) => id === "signature")?.problem).toMatch(/none of the certificates/);
    expect(explanation?.id).toBe("saml.signature_invalid");
    expect(steps.filter(({ problem }) => problem !== undefined)).toHaveLength(1);
  });

  test("say that there is nothing to ask when the target is incomplete", () => {
    expect(uncheckedTarget("No role.").steps).toMatchObject([
      { id: "configuration", state: "failed", problem: "No role." },
    ]);
  });
});

describe("the room for tags and session policies", () => {
  const tags = [{ key: "Team", value: "x" }];
  const noteOf = (plan: Parameters<typeof checkTarget>[0], packedPercent: number) =>
    checkTarget(
      plan,
      { at: "answered", packedPercent },
      facts({ tagAttributes: { Team: "department" } }),
    ).steps.flatMap(({ id, note }) => (note === undefined ? [] : [`${id}: ${note}`]));

  test("is told in AWS's own measure, and whose attributes may not fit when it is nearly full", () => {
    expect(noteOf(samlPlan({ tags }), 79)).toEqual([
      "tags: AWS says that 79 % of the room for session tags and policies is taken.",
    ]);
    expect(noteOf(samlPlan({ tags, policy: "{}" }), 80)).toEqual([
      "tags: AWS says that 80 % of the room for session tags and policies is taken. People with longer values of department may be refused.",
    ]);
    expect(noteOf(samlPlan({ policy: "{}" }), 95)).toEqual([
      "session_policy: AWS says that 95 % of the room for session tags and policies is taken. Little can be added.",
    ]);
    expect(noteOf(samlPlan(), 0)).toEqual([]);
  });
});
