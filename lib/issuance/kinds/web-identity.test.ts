import { generateKeyPairSync, randomBytes } from "node:crypto";
import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { answeredSession, stsFixture } from "../../aws/fixtures/sts-fixture";
import type { AssumeRoleWithWebIdentityRequest } from "../../aws/sts-port";
import type { Account, TargetOf } from "../../entitlements/model";
import { AppError } from "../../errors/app-error";
import { executePlan } from "../execute-plan";
import { ADA, entitlement } from "../fixtures/entitlement";
import { type PlanInput, planSession } from "../plan-session";
import type { IssuanceTools } from "./kind";

const NOW = new Date("2026-03-02T09:00:00Z");
const ROLE = "arn:aws:iam::418273650912:role/ops/Administrator";
const SETTINGS = { samlProviderName: "Rolebridge", issuer: "https://rolebridge.example.com" };

function plan(
  change: Partial<TargetOf<"web-identity">> = {},
  more: Partial<PlanInput> & { readonly account?: Partial<Account> } = {},
) {
  const { account = {}, ...input } = more;
  const base = entitlement({ account });
  const { providerArn: _, ...common } = base.target as TargetOf<"saml">;
  const target: TargetOf<"web-identity"> = { ...common, kind: "web-identity", roleArn: ROLE, ...change };
  const planned = planSession({
    entitlement: { ...base, target },
    person: { identity: ADA, sessionName: "ada@meridian.example" },
    tagPolicy: { sessionTags: [] },
    wish: {},
    use: "credentials",
    settings: SETTINGS,
    ...input,
  });
  if (planned.kind !== "web-identity") throw new Error(planned.kind);
  return planned;
}

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
function tools() {
  const asked: AssumeRoleWithWebIdentityRequest[] = [];
  const all: IssuanceTools = {
    sts: stsFixture({
      assumeRoleWithWebIdentity: async (request) => {
        asked.push(request);
        return answeredSession(
          request.place,
          "arn:aws:sts::418273650912:assumed-role/Administrator/ada",
          NOW,
        );
      },
    }),
    caller: async () => {
      throw new AppError("issuance.access_key_missing");
    },
    signingKey: async () => {
      throw new Error("the SAML key must not sign a token");
    },
    tokenSigner: async () => ({ algorithm: "ES256", keyId: "key-1", privateKey }),
    entityId: "https://rolebridge.example.com/aws/saml/metadata",
    signSamlResponse: false,
    clock: { now: () => NOW },
    randomBytes,
  };
  return { all, asked };
}

describe("a web identity plan", () => {
  test("names the provider by our host, one audience, and a subject of one person of one connection (O22)", () => {
    expect(plan()).toMatchObject({
      roleArn: ROLE,
      providerArn: "arn:aws:iam::418273650912:oidc-provider/rolebridge.example.com",
      issuer: "https://rolebridge.example.com",
      subject: "user:meridian-saml:ada@meridian.example",
      audience: "sts.amazonaws.com",
    });
    expect(plan({ audience: "rolebridge" }).audience).toBe("rolebridge");
    const other = { identity: { ...ADA, connection: "partner" }, sessionName: "ada@meridian.example" };
    expect(plan({}, { person: other }).subject).toBe("user:partner:ada@meridian.example");
  });

  test.each([
    "http://localhost:4100",
    "https://rolebridge.example.com:8443",
    "http://rolebridge.example.com",
  ])("is refused for the issuer %s, which AWS would not take", (issuer) => {
    expect(() => plan({}, { settings: { ...SETTINGS, issuer } })).toThrow(
      expect.objectContaining({ code: "issuance.issuer_unusable" }),
    );
  });

  test("is made for any issuer where another STS than AWS's is asked", () => {
    const settings = { ...SETTINGS, issuer: "http://localhost:4100" };
    const arn = "arn:aws:iam::418273650912:oidc-provider/localhost:4100";
    expect(plan({}, { settings: { ...settings, hasOwnStsEndpoint: true } }).providerArn).toBe(arn);
    const account = { stsEndpoint: "https://sts.internal.example" };
    expect(plan({}, { settings, account }).providerArn).toBe(arn);
  });

  test("is refused for a role of another account", () => {
    expect(() => plan({ roleArn: "arn:aws:iam::111122223333:role/Other" })).toThrow(
      expect.objectContaining({ code: "aws.arn_invalid" }),
    );
  });
});

describe("a web identity session", () => {
  test("is asked for with a token of this plan and nothing else, and its id goes to the audit (I08)", async () => {
    const { all, asked } = tools();
    const sessionTags = [{ key: "Department", attribute: "department" }];
    const planned = plan({ sessionTags, transitiveTagKeys: ["Department"], sourceIdentity: true });
    const { proofId } = await executePlan(planned, all);
    const [request] = asked;
    expect(request).toMatchObject({
      roleArn: ROLE,
      roleSessionName: "ada@meridian.example",
      durationSeconds: planned.durationSeconds,
    });
    const claims = decodeJwt(request?.webIdentityToken.reveal() ?? "");
    const iat = NOW.getTime() / 1000;
    expect(claims).toEqual({
      iss: "https://rolebridge.example.com",
      sub: "user:meridian-saml:ada@meridian.example",
      aud: "sts.amazonaws.com",
      iat,
      nbf: iat - 60,
      exp: iat + 300,
      jti: proofId,
      "https://aws.amazon.com/roles": [ROLE],
      "https://aws.amazon.com/tags": {
        principal_tags: { Department: ["Logistics"] },
        transitive_tag_keys: ["Department"],
      },
      "https://aws.amazon.com/source_identity": "ada@meridian.example",
    });
  });

  test("has another token every time", async () => {
    const { all } = tools();
    const [one, other] = [await executePlan(plan(), all), await executePlan(plan(), all)];
    expect(one.proofId).not.toBe(other.proofId);
  });

  test("is refused with the reason when its token is longer than AWS takes", async () => {
    const { all, asked } = tools();
    const sessionTags = Array.from({ length: 50 }, (_, index) => ({
      key: `Tag${index}`,
      value: "ä".repeat(256),
    }));
    await expect(executePlan(plan({ sessionTags }), all)).rejects.toMatchObject({
      code: "issuance.assertion_invalid",
      reason: "token_too_long",
    });
    expect(asked).toEqual([]);
  });
});
