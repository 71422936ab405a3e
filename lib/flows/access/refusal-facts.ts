import type { Entitlement } from "../../entitlements/entitlement";
import type { Target } from "../../entitlements/model";
import type { AwsRefusalDetail } from "../../errors/app-error";
import type { KeyPurpose } from "../../keys/key-store";
import { log } from "../../log/log";
import type { RefusalFacts } from "../../trust/explain/explanation";
import { everyPage } from "../admin/every-page";
import type { FlowContext } from "../flow-context";
import { connectionFacts } from "./connection-facts";
import { planSettings } from "./plan-entitlement";

type Context = Pick<
  FlowContext,
  "clock" | "settings" | "issuance" | "keyrings" | "ownIdentity" | "connections"
>;

/** What is known beside the plan when AWS refuses; read only then. */
export async function refusalFacts(
  context: Context,
  entitlement: Entitlement,
  {
    awsTime,
    unanswered = [],
  }: Pick<AwsRefusalDetail, "awsTime"> & { readonly unanswered?: readonly string[] },
): Promise<RefusalFacts> {
  const { target } = entitlement;
  const { issuance, clock } = context;
  const now = clock.now();
  const keyRotated = await rotationOf(context, PURPOSES[target.kind] ?? []);
  const userArn = "accessKey" in target ? target.accessKey?.userArn : undefined;
  return {
    settings: { ...(await planSettings(context, entitlement)), samlEntityId: issuance.entityId },
    now,
    relayIssuers: (await connectionFacts(context, [{ kind: target.kind, useConnectionTags: false }]))
      .relayIssuers,
    tagAttributes: await tagAttributesOf(context, target),
    ...(unanswered.length === 0 ? {} : { unansweredRegions: unanswered }),
    ...(awsTime === undefined ? {} : { awsTime }),
    ...(keyRotated === undefined ? {} : { keyRotated }),
    ...(userArn === undefined ? {} : { userArn }),
  };
}

/** Where the values of tags come from: of the target's own rules, and of those of connections where it takes them. */
async function tagAttributesOf(
  { connections }: Context,
  { sessionTags, useConnectionTags }: Target,
): Promise<Readonly<Record<string, string>>> {
  const all = useConnectionTags ? await everyPage((page) => connections.list(page)) : [];
  const rules = [...all.flatMap(({ tagPolicy }) => tagPolicy.sessionTags), ...sessionTags];
  return Object.fromEntries(
    rules.flatMap((rule) => ("attribute" in rule ? [[rule.key, rule.attribute] as const] : [])),
  );
}

/** Which of our keys sign the proofs of a kind. */
const PURPOSES: Readonly<Record<string, readonly KeyPurpose[]>> = {
  saml: ["aws-saml"],
  "web-identity": ["aws-oidc-rs256", "aws-oidc-es256"],
};

async function rotationOf(
  { keyrings }: Context,
  purposes: readonly KeyPurpose[],
): Promise<RefusalFacts["keyRotated"]> {
  if (purposes.length === 0) return undefined;
  try {
    const keys = (await Promise.all(purposes.map((purpose) => keyrings[purpose].all()))).flat();
    if (keys.some(({ status }) => status === "previous")) return "recently";
    return keys.some(({ status }) => status === "retired") ? "earlier" : "never";
  } catch (error) {
    // AWS's refusal must not be hidden by a fact that could not be read.
    log.error("the history of the signing keys could not be read", { error });
    return undefined;
  }
}
