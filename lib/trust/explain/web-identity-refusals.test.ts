import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import { Secret } from "@/lib/secret/secret";
import { createTlsCertificate } from "@/sandbox/aws/testing/tls-certificate";
import { startWebIdentityWorld, type WebIdentityWorld } from "@/sandbox/aws/testing/web-identity-world";
import { facts, ISSUER, roleArn, SETTINGS, webIdentityPlan } from "../fixtures/plans";
import { refusedByAws } from "../fixtures/refused-by-aws";
import { explainRefusal } from "./explain-refusal";
import type { AwsAnswer } from "./explanation";
import { WEB_IDENTITY_REFUSALS } from "./web-identity-proof";

// Every entry against the answer that the local AWS really gives, through our own STS client.

let aws: WebIdentityWorld;
let sts: ReturnType<typeof createStsClient>;
beforeAll(async () => {
  aws = await startWebIdentityWorld();
  sts = createStsClient({ endpointUrl: aws.urls.sts });
});
afterEach(() => {
  Object.assign(aws.issuer.published, aws.published);
});
afterAll(async () => {
  sts.close();
  await aws.close();
});

const PLAN = webIdentityPlan({ roleArn: roleArn("Web") });

function ask(token: string, plan = PLAN): Promise<AwsAnswer> {
  return refusedByAws(
    sts.assumeRoleWithWebIdentity({
      place: plan.sts,
      roleArn: plan.roleArn,
      roleSessionName: plan.sessionName,
      webIdentityToken: new Secret(token),
      durationSeconds: plan.durationSeconds,
      policyArns: [],
    }),
  );
}

const token = (claims: object = {}, header = {}): string => aws.issuer.token(aws.claims(claims), header);
const roles = (name: string) => ({ "https://aws.amazon.com/roles": [roleArn(name)] });

interface Row {
  readonly when: string;
  readonly ask: () => Promise<AwsAnswer>;
  readonly id: string;
  readonly causes: readonly string[];
  readonly plan?: typeof PLAN;
}

const UNREACHABLE = ["issuer_unreachable", "oidc_key_new"];
const ROWS: readonly Row[] = [
  {
    when: "the account has no provider",
    ask: () => ask(token({ iss: ISSUER })),
    id: "oidc.provider_missing",
    causes: ["oidc_provider_missing", "oidc_provider_elsewhere"],
  },
  {
    when: "the audience is not listed",
    ask: () => ask(token({ aud: "nobody" })),
    id: "oidc.audience",
    causes: ["oidc_audience_missing", "oidc_audience_wrong"],
  },
  {
    when: "the issuer answers late",
    ask: () => {
      aws.issuer.published.delayMs = 600;
      return ask(token());
    },
    id: "oidc.keys_unreachable",
    causes: UNREACHABLE,
  },
  {
    when: "the key is not published",
    ask: () => ask(token({}, { kid: "new" })),
    id: "oidc.keys_unreachable",
    causes: UNREACHABLE,
  },
  {
    when: "a claim is missing",
    ask: () => ask(token({ sub: undefined })),
    id: "oidc.token_unreadable",
    causes: ["own_proof_defect"],
  },
  {
    when: "it is no JWT",
    ask: () => ask("opaque"),
    id: "oidc.token_unreadable",
    causes: ["own_proof_defect"],
  },
  {
    when: "it ends in a newline",
    ask: () => ask(`${token()}\n`),
    id: "oidc.token_unreadable",
    causes: ["own_proof_defect"],
  },
  {
    when: "it names another role",
    ask: () => ask(token(roles("Other"))),
    id: "oidc.role_not_named",
    causes: ["arn_spelling"],
  },
  {
    when: "the signature is another's",
    ask: () => ask(token().slice(0, -8)),
    id: "oidc.unusable",
    causes: [...UNREACHABLE, "own_proof_defect"],
  },
  {
    when: "it has expired",
    ask: () => ask(token({ iat: aws.now() - 900, exp: aws.now() - 600 })),
    id: "clock.token_expired",
    causes: ["clock_behind"],
  },
  {
    when: "the role is missing",
    ask: () => ask(token(roles("Gone")), webIdentityPlan({ roleArn: roleArn("Gone") })),
    id: "denied.web_identity",
    causes: ["trust_policy", "role_missing", "condition"],
  },
  {
    when: "a tag is not allowed",
    ask: () =>
      ask(
        token({ "https://aws.amazon.com/tags": { principal_tags: { team: ["data"] } } }),
        webIdentityPlan({ roleArn: roleArn("Plain") }),
      ),
    plan: webIdentityPlan({ roleArn: roleArn("Plain"), tags: [{ key: "team", value: "data" }] }),
    id: "denied.web_identity",
    causes: ["trust_policy", "role_missing", "tag_session", "condition"],
  },
  {
    when: "the token is too long",
    ask: () => ask("x".repeat(20_001)),
    id: "argument.proof_too_large",
    causes: ["proof_too_large"],
  },
];

describe("AWS refuses a token, and Rolebridge knows why", () => {
  test.each(ROWS)("when $when: $id", async (row) => {
    const explanation = explainRefusal(row.plan ?? PLAN, await row.ask(), facts());
    expect({ id: explanation.id, causes: explanation.causes.map(({ id }) => id) }).toEqual({
      id: row.id,
      causes: row.causes,
    });
  });

  test("every entry about tokens is provoked here or below", () => {
    const provoked = new Set(ROWS.map(({ id }) => id));
    const missing = WEB_IDENTITY_REFUSALS.map(({ id }) => id).filter((id) => !provoked.has(id));
    expect(missing).toEqual(["oidc.thumbprint", "oidc.rejected_by_idp"]);
  });

  test("a token that is passed off as Facebook's is rejected by that one, and no key is blamed", async () => {
    const body = new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: PLAN.roleArn,
      RoleSessionName: "ada",
      WebIdentityToken: token(),
      ProviderId: "graph.facebook.com",
    });
    const xml = await (await fetch(aws.urls.sts, { method: "POST", body })).text();
    const text = (name: string) => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? "";
    const answer = { awsCode: text("Code"), awsMessage: text("Message") };
    expect(answer.awsMessage).toMatch(/^graph\.facebook\.com: .* HTTP\/1\.1 400 Bad Request$/);
    expect(explainRefusal(PLAN, answer, facts())).toMatchObject({
      id: "oidc.rejected_by_idp",
      causes: [{ id: "asked_as_oauth" }, { id: "own_proof_defect" }],
    });
  });

  test("how long ago a token ended is said in AWS's own numbers", async () => {
    const answer = await ask(token({ iat: aws.now() - 900, exp: aws.now() - 600 }));
    expect(explainRefusal(PLAN, answer, facts()).meaning).toContain("10 minutes ago");
  });

  test("a key that was changed not long ago is looked at first", async () => {
    const answer = await ask(token({}, { kid: "new" }));
    const [first] = explainRefusal(PLAN, answer, {
      ...facts({ settings: SETTINGS }),
      keyRotated: "recently",
    }).causes;
    expect(first).toMatchObject({ id: "oidc_key_new", certainty: "likely" });
  });
});

describe("an issuer whose certificate is of an authority that AWS does not know", () => {
  const asked = async (thumbprints: (right: string) => readonly string[]) => {
    const certificate = await createTlsCertificate();
    const world = await startWebIdentityWorld({
      certificate,
      thumbprints: thumbprints(certificate.thumbprint),
    });
    const client = createStsClient({ endpointUrl: world.urls.sts });
    const call = client.assumeRoleWithWebIdentity({
      place: PLAN.sts,
      roleArn: PLAN.roleArn,
      roleSessionName: PLAN.sessionName,
      webIdentityToken: new Secret(world.issuer.token(world.claims())),
      durationSeconds: 900,
      policyArns: [],
    });
    const outcome = await call.then(
      () => "a session",
      () => refusedByAws(call),
    );
    client.close();
    await world.close();
    return outcome;
  };

  test("opens roles while the provider holds its thumbprint", async () => {
    expect(await asked((right) => [right])).toBe("a session");
  });

  test("is refused with another thumbprint, and the provider is named as what to change", async () => {
    const answer = (await asked(() => ["0".repeat(40)])) as AwsAnswer;
    expect(answer).toMatchObject({
      awsCode: "InvalidIdentityToken",
      awsMessage: "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
    });
    const { id, causes } = explainRefusal(PLAN, answer, facts());
    expect([id, causes.map((cause) => cause.id)]).toEqual(["oidc.thumbprint", ["oidc_thumbprint_stale"]]);
  });

  test("is refused without one, as an issuer whose keys cannot be fetched", async () => {
    const answer = (await asked(() => [])) as AwsAnswer;
    expect(explainRefusal(PLAN, answer, facts()).id).toBe("oidc.keys_unreachable");
  });
});

describe("an issuer that is not there", () => {
  test("is known by IDPCommunicationError too, the code that the service model has for it", async () => {
    const world = await startWebIdentityWorld({ assumptions: { unreachableIssuer: "idp-communication" } });
    const client = createStsClient({ endpointUrl: world.urls.sts });
    const webIdentityToken = new Secret(world.issuer.token(world.claims()));
    await world.issuer.close();
    const answer = await refusedByAws(
      client.assumeRoleWithWebIdentity({
        place: PLAN.sts,
        roleArn: PLAN.roleArn,
        roleSessionName: PLAN.sessionName,
        webIdentityToken,
        durationSeconds: 900,
        policyArns: [],
      }),
    );
    client.close();
    await world.close();
    expect(answer.awsCode).toBe("IDPCommunicationError");
    const { id, causes } = explainRefusal(PLAN, answer, facts());
    expect([id, causes[0]?.id]).toEqual(["oidc.keys_unreachable", "issuer_unreachable"]);
  });
});
