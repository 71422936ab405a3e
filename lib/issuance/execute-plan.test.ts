import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { SignedXml } from "xml-crypto";
import { answeredSession, stsFixture } from "../aws/fixtures/sts-fixture";
import type { AssumeRoleWithSamlRequest } from "../aws/sts-port";
import { AppError } from "../errors/app-error";
import type { KeyStore, StoredKey } from "../keys/key-store";
import { type Keyring, openKeyring } from "../keys/keyring";
import { createSealer } from "../keys/sealing";
import { readWithStream, readWithTree } from "../saml/fixtures/read-issued";
import { Secret } from "../secret/secret";
import { executePlan, proveForConsole } from "./execute-plan";
import { ADA, entitlement } from "./fixtures/entitlement";
import type { IssuanceTools } from "./kinds/kind";
import type { SessionPlan } from "./plan";
import { planSession } from "./plan-session";

const NOW = new Date("2026-11-03T10:00:00.000Z");
const hasXmlsec = spawnSync("xmlsec1", ["--version"]).status === 0;
const ARN = "arn:aws:sts::418273650912:assumed-role/Administrator/ada@meridian.example";
const PREFIX = "https://aws.amazon.com/SAML/Attributes/";

let keyring: Keyring;
let certificatePem: string;
beforeAll(async () => {
  const rows: StoredKey[] = [];
  const store: KeyStore = {
    current: async () => rows[0],
    list: async () => rows,
    insertCurrent: async (key) => {
      rows.push(key);
      return key;
    },
  };
  keyring = await openKeyring({
    store,
    sealer: createSealer(new Secret(randomBytes(32).toString("base64"))),
    purpose: "aws-saml",
    commonName: "rolebridge.example.com",
    clock: { now: () => NOW },
    newId: randomUUID,
  });
  certificatePem = rows[0]?.certificatePem ?? "";
});

function tools(change: Partial<IssuanceTools> = {}): {
  tools: IssuanceTools;
  asked: AssumeRoleWithSamlRequest[];
} {
  const asked: AssumeRoleWithSamlRequest[] = [];
  const all: IssuanceTools = {
    sts: stsFixture({
      assumeRoleWithSaml: async (request) => {
        asked.push(request);
        return answeredSession(request.place, ARN, NOW);
      },
    }),
    caller: async () => {
      throw new AppError("issuance.access_key_missing");
    },
    signingKey: () => keyring.current(),
    tokenSigner: async () => {
      throw new Error("no token is needed");
    },
    entityId: "https://rolebridge.example.com/aws/saml/metadata",
    signSamlResponse: false,
    clock: { now: () => NOW },
    randomBytes,
    ...change,
  };
  return { tools: all, asked };
}

function plan(change: Parameters<typeof entitlement>[0] = {}): SessionPlan {
  return planSession({
    entitlement: entitlement(change),
    person: { identity: ADA, sessionName: "ada@meridian.example" },
    wish: {},
    use: "credentials",
    tagPolicy: { sessionTags: [] },
    settings: { samlProviderName: "Rolebridge", issuer: "https://rolebridge.example.com" },
  });
}

const TAGGED = {
  target: {
    sourceIdentity: true,
    sessionTags: [{ key: "team", attribute: "department" }],
    transitiveTagKeys: ["team"],
  },
};
const decode = (response: Secret): string => Buffer.from(response.reveal(), "base64").toString("utf8");

describe("executing a plan", () => {
  test("asks STS for exactly what the plan says, and says so in the assertion", async () => {
    const { tools: all, asked } = tools();
    const { session, proofId } = await executePlan(plan(TAGGED), all);
    expect(session.accessKeyId).toBe("ASIAIOSFODNN7EXAMPLE");
    const [request] = asked;
    expect(request).toMatchObject({
      roleArn: "arn:aws:iam::418273650912:role/ops/Administrator",
      principalArn: "arn:aws:iam::418273650912:saml-provider/Rolebridge",
      durationSeconds: 3600,
      place: { partition: "aws", regions: ["eu-west-1"] },
    });
    const xml = decode(request?.samlAssertion ?? new Secret(""));
    expect(xml).toContain(`ID="${proofId}"`);
    const model = readWithTree(xml);
    expect(readWithStream(xml)).toEqual(model);
    expect(model).toMatchObject({
      destination: "https://signin.aws.amazon.com/saml",
      recipient: "https://signin.aws.amazon.com/saml",
      audience: "urn:amazon:webservices",
      nameId: "ada@meridian.example",
      issuers: Array(2).fill("https://rolebridge.example.com/aws/saml/metadata"),
      attributes: [
        [
          `${PREFIX}Role`,
          "arn:aws:iam::418273650912:role/ops/Administrator,arn:aws:iam::418273650912:saml-provider/Rolebridge",
        ],
        [`${PREFIX}RoleSessionName`, "ada@meridian.example"],
        [`${PREFIX}SessionDuration`, "3600"],
        [`${PREFIX}PrincipalTag:team`, "Logistics"],
        [`${PREFIX}TransitiveTagKeys`, "team"],
        [`${PREFIX}SourceIdentity`, "ada@meridian.example"],
      ],
    });
  });

  test("A06 carries the session policy to STS and never drops it", async () => {
    const { tools: all, asked } = tools();
    const policyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"];
    await executePlan(plan({ target: { sessionPolicy: "{}", policyArns } }), all);
    expect(asked[0]).toMatchObject({ policy: "{}", policyArns });
  });

  test("does not ask STS when the proof cannot be made", async () => {
    const { tools: all, asked } = tools();
    const bad = { ...plan(), tags: [{ key: "k", value: "a\nb" }] };
    await expect(executePlan(bad, all)).rejects.toMatchObject({ code: "issuance.tag_invalid" });
    expect(asked).toEqual([]);
  });

  test("passes a refusal on as it is, without a second try", async () => {
    let calls = 0;
    const refusal = new AppError("aws.refused", { reason: "PackedPolicyTooLarge" });
    const sts = stsFixture({
      assumeRoleWithSaml: async () => {
        calls += 1;
        throw refusal;
      },
    });
    await expect(executePlan(plan(TAGGED), tools({ sts }).tools)).rejects.toBe(refusal);
    expect(calls).toBe(1);
  });

  test.each([
    ["aws-cn", "cn-north-1", "https://signin.amazonaws.cn/saml", "urn:amazon:webservices:cn-north-1"],
    [
      "aws-us-gov",
      "us-gov-west-1",
      "https://signin.amazonaws-us-gov.com/saml",
      "urn:amazon:webservices:govcloud",
    ],
  ] as const)("A15 addresses %s in its own terms", async (partition, region, recipient, audience) => {
    const { tools: all, asked } = tools();
    const roleArn = `arn:${partition}:iam::418273650912:role/Administrator`;
    await executePlan(plan({ account: { partition, region }, target: { roleArn } }), all);
    expect(readWithTree(decode(asked[0]?.samlAssertion ?? new Secret("")))).toMatchObject({
      recipient,
      audience,
    });
  });
});

describe("a proof for the console", () => {
  test("I05 lives five minutes, and needs no STS", async () => {
    const { tools: all, asked } = tools();
    const proof = await proveForConsole(plan(), all);
    expect(asked).toEqual([]);
    expect(proof.expiresAt).toEqual(new Date("2026-11-03T10:05:00.000Z"));
    expect(decode(proof.samlResponse)).toContain(`ID="${proof.proofId}"`);
    expect(JSON.stringify(proof)).not.toContain(proof.samlResponse.reveal());
  });

  test("A06 is refused where a session policy would be lost", async () => {
    await expect(
      proveForConsole(plan({ target: { sessionPolicy: "{}" } }), tools().tools),
    ).rejects.toMatchObject({
      code: "issuance.console_unavailable",
    });
  });
});

describe.each([false, true])(
  "what an independent verifier says (response signed: %s)",
  (signSamlResponse) => {
    const make = async (): Promise<string> =>
      decode((await proveForConsole(plan(TAGGED), tools({ signSamlResponse }).tools)).samlResponse);

    test("xml-crypto verifies every signature with the published certificate", async () => {
      const xml = await make();
      const signatures = xml.match(/<ds:Signature [\s\S]+?<\/ds:Signature>/g) ?? [];
      expect(signatures).toHaveLength(signSamlResponse ? 2 : 1);
      for (const signature of signatures) {
        const verifier = new SignedXml({ publicCert: certificatePem });
        verifier.loadSignature(signature);
        expect(verifier.checkSignature(xml)).toBe(true);
      }
      expect(xml).toContain((await keyring.published())[0]?.certificate ?? "no certificate");
    });

    test.skipIf(!hasXmlsec)("xmlsec1 verifies it, and refuses it with one letter changed", async () => {
      const folder = mkdtempSync(join(tmpdir(), "assertion-"));
      try {
        const certificate = join(folder, "certificate.pem");
        writeFileSync(certificate, certificatePem);
        const verify = (xml: string, element: string): void => {
          const file = join(folder, "response.xml");
          writeFileSync(file, xml);
          const ids = ["--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion"];
          const more = ["--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:protocol:Response"];
          const at = ["--node-xpath", `//*[local-name()='${element}']/*[local-name()='Signature']`];
          const key = ["--pubkey-cert-pem", certificate];
          execFileSync("xmlsec1", ["--verify", ...key, ...ids, ...more, ...at, file], { stdio: "pipe" });
        };
        const xml = await make();
        const changed = xml.replace(">Logistics<", ">logistics<");
        expect(changed).not.toBe(xml);
        for (const element of signSamlResponse ? ["Assertion", "Response"] : ["Assertion"]) {
          expect(() => verify(xml, element)).not.toThrow();
          expect(() => verify(changed, element)).toThrow();
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  },
);
