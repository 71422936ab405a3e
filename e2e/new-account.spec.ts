import {
  CreateRoleCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateSAMLProviderCommand,
} from "@aws-sdk/client-iam";
import { expect, type Page } from "@playwright/test";
import { iamOf, pasteIntoShell, removeRole } from "./fixtures/aws-administrator";
import { callerArn, hasAwsCli, keysOf } from "./fixtures/aws-tools";
import { test } from "./fixtures/journey";
import { PersonApi } from "./fixtures/person-api";
import type { Sandbox } from "./fixtures/sandbox";
import { checkTarget, expectAllPassed, setUpText } from "./pages/set-up";

const PLAYGROUND = "904416728135";
const ACCOUNT = {
  accountId: PLAYGROUND,
  name: "Meridian Playground",
  alias: "meridian-playground",
  region: "eu-west-1",
};
const HUB = "arn:aws:iam::557201938846:role/RolebridgeHub";
const OWN_IDENTITY = "arn:aws:iam::557201938846:user/rolebridge";
const DEPARTMENT = [{ key: "department", attribute: "department" }];

interface PlainSetUp {
  readonly resources: readonly {
    readonly samlProvider?: { readonly Name: string; readonly SAMLMetadataDocument: string };
    readonly role?: { readonly RoleName: string; readonly AssumeRolePolicyDocument: object } & Readonly<
      Record<string, unknown>
    >;
  }[];
}

/** What a tool of one's own would do with the JSON. The provider is there: every account of the sandbox has it. */
async function applyJson(sandbox: Sandbox, text: string): Promise<void> {
  const iam = iamOf(sandbox, PLAYGROUND);
  for (const { samlProvider, role } of (JSON.parse(text) as PlainSetUp).resources) {
    if (samlProvider !== undefined) {
      const SAMLProviderArn = `arn:aws:iam::${PLAYGROUND}:saml-provider/${samlProvider.Name}`;
      const { SAMLMetadataDocument } = samlProvider;
      await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, SAMLMetadataDocument }));
    }
    if (role !== undefined) {
      const AssumeRolePolicyDocument = JSON.stringify(role.AssumeRolePolicyDocument);
      await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument }));
    }
  }
  iam.destroy();
}

/** The trust policy without one of the actions it allows. */
async function takeFromTrust(sandbox: Sandbox, RoleName: string, action: string): Promise<void> {
  const iam = iamOf(sandbox, PLAYGROUND);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
  const policy = JSON.parse(trust) as { readonly Statement: { Action: string | string[] }[] };
  for (const statement of policy.Statement) {
    statement.Action = [statement.Action].flat().filter((each) => each !== action);
  }
  expect(JSON.stringify(policy)).not.toBe(JSON.stringify(JSON.parse(trust)));
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(policy) }));
  iam.destroy();
}

const builder = (name: string) => ({
  accountId: PLAYGROUND,
  name,
  kind: "saml",
  sourceIdentity: true,
  sessionTags: DEPARTMENT,
  transitiveTagKeys: ["department"],
});

async function openTarget(page: Page, id: string): Promise<void> {
  await page.goto(`/admin/targets/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

test("a role for a new account works the first time, and the check says why when it no longer does", async ({
  browserOf,
  sandbox,
  admin,
}) => {
  const RoleName = "PlaygroundBuilder";
  await admin.create("accounts", ACCOUNT);
  const targetId = await admin.create("targets", builder(RoleName), { goesWithItsAccount: true });
  await admin.create(
    "grants",
    { targetId, principal: { group: "engineering" } },
    { goesWithItsAccount: true },
  );
  const grace = await browserOf("grace");
  try {
    await openTarget(grace, targetId);
    await applyJson(sandbox, await setUpText(grace, "JSON", PLAYGROUND));
    await checkTarget(grace);
    await expectAllPassed(grace);
    const ada = new PersonApi(await browserOf("ada"));
    const issued = await ada.credentials({ entitlementId: targetId });
    expect(await callerArn(sandbox.aws.sts, keysOf(issued))).toBe(
      `arn:aws:sts::${PLAYGROUND}:assumed-role/${RoleName}/ada@meridian.example`,
    );

    await takeFromTrust(sandbox, RoleName, "sts:TagSession");
    await checkTarget(grace);
    await expect(grace.getByText("It does not work yet.", { exact: false })).toBeVisible();
    await expect(grace.getByRole("region", { name: "What AWS said" })).toContainText("AccessDenied");
    await expect(grace.getByRole("region", { name: "What may be the cause" })).toContainText(
      "sts:TagSession",
    );
    await expect(grace.getByText("The trust policy that works")).toBeVisible();
  } finally {
    await removeRole(sandbox, PLAYGROUND, RoleName);
  }
});

const SET_UPS: readonly { readonly what: string; readonly role: string; readonly body: object }[] = [
  { what: "saml", role: "ScriptedSaml", body: builder("ScriptedSaml") },
  {
    what: "web-identity",
    role: "ScriptedToken",
    body: { ...builder("ScriptedToken"), kind: "web-identity" },
  },
  {
    what: "assume-role from Rolebridge's own identity",
    role: "ScriptedCaller",
    body: { ...builder("ScriptedCaller"), kind: "assume-role", externalId: "playground-5b1e" },
  },
  {
    what: "assume-role through a hub role",
    role: "ScriptedHub",
    body: { ...builder("ScriptedHub"), kind: "assume-role", hubRoleArn: HUB },
  },
];

for (const { what, role, body } of SET_UPS) {
  test(`the script for ${what}, pasted into the accounts it names, makes every step of the check pass`, async ({
    browserOf,
    sandbox,
    admin,
  }) => {
    test.skip(!hasAwsCli(), "there is no aws on the PATH");
    await admin.create("accounts", ACCOUNT);
    const targetId = await admin.create("targets", body, { goesWithItsAccount: true });
    try {
      const texts = await admin.setUp(targetId);
      // Callers first: IAM knows no principal before it exists.
      for (const { accountId, cli } of [...texts].reverse()) await pasteIntoShell(sandbox, accountId, cli);
      const grace = await browserOf("grace");
      await openTarget(grace, targetId);
      await checkTarget(grace);
      await expectAllPassed(grace);
    } finally {
      await removeRole(sandbox, PLAYGROUND, role);
    }
  });
}

test("the set-up for Rolebridge's own identity names that identity", async ({ admin }) => {
  await admin.create("accounts", ACCOUNT);
  const body = { ...builder("Named"), kind: "assume-role" };
  const targetId = await admin.create("targets", body, { goesWithItsAccount: true });
  const [playground, shared] = await admin.setUp(targetId);
  expect(playground).toMatchObject({ accountId: PLAYGROUND });
  expect(playground?.terraform).toContain(OWN_IDENTITY);
  expect(shared).toMatchObject({ accountId: "557201938846" });
});
