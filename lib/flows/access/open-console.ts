import type { AuditDetail } from "../../audit/event";
import { consoleDestination } from "../../aws/console";
import { consoleForm } from "../../delivery/console-form";
import type { Entitlement } from "../../entitlements/entitlement";
import { executePlan, proveForConsole } from "../../issuance/execute-plan";
import type { SessionPlan } from "../../issuance/plan";
import { requirePerson } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { AccessUseCases, ConsoleSignIn } from "../use-cases";
import { issue } from "./issue";

const ACTIONS = {
  requested: "console.requested",
  issued: "console.issued",
  refused: "console.refused",
} as const;

type Context = Pick<
  FlowContext,
  | "clock"
  | "random"
  | "settings"
  | "entitlements"
  | "connections"
  | "audit"
  | "issuance"
  | "keyrings"
  | "federation"
>;
type Via = "saml" | "federation";

/** A form has no place for a session policy; by link the console gets a session that keeps to it. */
function defaultVia({ policy, policyArns }: SessionPlan): Via {
  return policy === undefined && policyArns.length === 0 ? "saml" : "federation";
}

interface Opened {
  readonly given: ConsoleSignIn;
  readonly detail: AuditDetail;
}

async function byForm(
  context: Context,
  plan: SessionPlan,
  names: Names,
  destination: string | undefined,
): Promise<Opened> {
  const { samlResponse, proofId, expiresAt } = await proveForConsole(plan, context.issuance);
  const { url, fields } = consoleForm(samlResponse, plan, destination, context.settings.awsHosts);
  const given: ConsoleSignIn = { ...names, method: "POST", url, fields, expiresAt };
  return { given, detail: { via: "saml", proofId, destination: fields.RelayState.reveal(), expiresAt } };
}

async function byLink(
  context: Context,
  plan: SessionPlan,
  names: Names,
  destination: string | undefined,
): Promise<Opened> {
  // Before STS is asked: a bad address must not cost a session.
  const page = consoleDestination(plan, destination);
  const { session, proofId, attempts } = await executePlan(plan, context.issuance);
  const { url, expiresAt } = await context.federation.consoleLink({
    session,
    destination: page,
    issuer: context.settings.origin,
  });
  const given: ConsoleSignIn = { ...names, method: "GET", url, expiresAt };
  const { accessKeyId, assumedRoleArn } = session;
  const detail = {
    via: "federation",
    proofId,
    attempts,
    accessKeyId,
    assumedRoleArn,
    destination: page,
    expiresAt,
  };
  return { given, detail };
}

interface Names {
  readonly accountName: string;
  readonly roleName: string;
}

function namesOf({ account, target }: Entitlement): Names {
  return { accountName: account.name, roleName: target.name };
}

/** A way into the AWS console for one of the person's own targets. */
export function openConsole(context: Context): AccessUseCases["openConsole"] {
  return async (actor, { entitlementId, destination, durationSeconds, via }) => {
    const { given } = await issue(context, requirePerson(actor), {
      use: "console",
      entitlementId,
      wish: durationSeconds === undefined ? {} : { durationSeconds },
      actions: ACTIONS,
      obtain: (plan, entitlement) => {
        const page = destination ?? entitlement.target.destination;
        const open = (via ?? defaultVia(plan)) === "saml" ? byForm : byLink;
        return open(context, plan, namesOf(entitlement), page);
      },
    });
    return given;
  };
}
