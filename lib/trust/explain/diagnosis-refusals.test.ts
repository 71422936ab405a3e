import { DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import type { StsCaller } from "@/lib/aws/sts-port";
import {
  allow,
  HOME,
  keyOf,
  roleTrusting,
  type StsWorld,
  startStsWorld,
} from "@/sandbox/aws/testing/sts-world";
import { keyedCaller } from "../fixtures/keyed-caller";
import { assumeRolePlan, facts, roleArn, samlPlan, userArn } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import { DIAGNOSIS_REFUSALS } from "./diagnosis";
import { explainRefusal } from "./explain-refusal";
import type { AwsAnswer } from "./explanation";

let aws: StsWorld;
let sts: ReturnType<typeof createStsClient>;
const plan = assumeRolePlan({ roleArn: roleArn("Engineer") });
beforeAll(async () => {
  const reading = { inline: { read: allow(["sts:DecodeAuthorizationMessage", "sts:GetAccessKeyInfo"]) } };
  aws = await startStsWorld({
    users: [
      { name: "bridge", accessKeys: [keyOf("bridge")], permissions: reading },
      { name: "nobody", accessKeys: [keyOf("nobody")] },
    ],
    roles: [roleTrusting("Engineer", userArn("bridge"))],
    home: { rootAccessKey: keyOf("root") },
  });
  sts = createStsClient({ endpointUrl: aws.urls.sts });
});
afterAll(async () => {
  sts.close();
  await aws.close();
});

const assume = (as: StsCaller) =>
  sts.assumeRole({
    place: plan.sts,
    caller: as,
    roleArn: plan.roleArn,
    roleSessionName: "ada",
    durationSeconds: 900,
    policyArns: [],
    tags: [],
    transitiveTagKeys: [],
  });
const decode = (message: string, as = "bridge") =>
  refusedByAws(sts.decodeAuthorizationMessage(plan.sts, keyedCaller(as), message));
const keyInfo = (id: string, as = "bridge") =>
  refusedByAws(sts.getAccessKeyInfo(plan.sts, keyedCaller(as), id));

const ROWS: readonly {
  readonly when: string;
  readonly ask: () => Promise<AwsAnswer>;
  readonly id: string;
  readonly causes: readonly string[];
}[] = [
  {
    when: "the message is not AWS's",
    ask: () => decode("AbC-123_x"),
    id: "diagnosis.message_invalid",
    causes: ["message_incomplete", "message_of_another_account"],
  },
  {
    when: "decoding is not permitted",
    ask: () => decode("AbC-123_x", "nobody"),
    id: "diagnosis.not_permitted",
    causes: ["question_not_permitted"],
  },
  {
    when: "asking about keys is not permitted",
    ask: () => keyInfo("AKIAIOSFODNN7EXAMPLE", "nobody"),
    id: "diagnosis.not_permitted",
    causes: ["question_not_permitted"],
  },
  {
    when: "the id is too short for one",
    ask: () => keyInfo("AKIA"),
    id: "diagnosis.key_id_invalid",
    causes: ["key_id_malformed"],
  },
  {
    when: "the id is of no account",
    ask: () => keyInfo("notanaccesskeyid1234"),
    id: "diagnosis.key_id_invalid",
    causes: ["key_id_malformed"],
  },
];

describe("AWS refuses a question, and Rolebridge knows why", () => {
  test.each(ROWS)("when $when: $id", async (row) => {
    const { id, causes, trustPolicy } = explainRefusal(samlPlan(), await row.ask(), facts());
    expect([id, causes.map((cause) => cause.id)]).toEqual([row.id, row.causes]);
    // The session was given: no trust policy is to blame.
    expect(trustPolicy).toBeUndefined();
  });

  test("every entry about questions is among them", () => {
    const provoked = new Set(ROWS.map(({ id }) => id));
    expect(DIAGNOSIS_REFUSALS.map(({ id }) => id).filter((id) => !provoked.has(id))).toEqual([]);
  });

  test("the permission that is missing is named to the person, since only they chose the role", async () => {
    const { hints } = explainRefusal(plan, await decode("x", "nobody"), facts());
    expect(hints.join(" ")).toContain("sts:DecodeAuthorizationMessage");
  });
});

describe("AWS refuses who calls", () => {
  test("when the key is a root user's, which is told from a role that lets nobody in", async () => {
    const { id, causes } = explainRefusal(plan, await refusedByAws(assume(keyedCaller("root"))), facts());
    expect([id, causes.map((cause) => cause.id)]).toEqual(["caller.is_root", ["key_of_root"]]);
  });

  test("when the role that calls was deleted, which ends its sessions at once", async () => {
    const { value } = await assume(keyedCaller("bridge"));
    const { accessKeyId, secretAccessKey, sessionToken } = value;
    const credentials = aws.adminKeys[HOME];
    if (credentials === undefined) throw new Error("no administrator");
    const iam = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });
    await iam.send(new DeleteRoleCommand({ RoleName: "Engineer" }));
    const session: StsCaller = { kind: "keys", accessKeyId, secretAccessKey, sessionToken };
    const { id, causes } = explainRefusal(
      assumeRolePlan(),
      await refusedByAws(sts.getCallerIdentity(plan.sts, session)),
      facts(),
    );
    expect([id, causes[0]?.id]).toEqual(["caller.key_unknown", "own_role_deleted"]);
  });
});
