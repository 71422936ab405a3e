import type { AuditDetail } from "../../audit/event";
import { consoleDestination } from "../../aws/console";
import { consoleForm } from "../../delivery/console-form";
import type { Entitlement } from "../../entitlements/entitlement";
import { AppError } from "../../errors/app-error";
import { executePlan, proveForConsole } from "../../issuance/execute-plan";
import type { SessionProof } from "../../issuance/kinds/kind";
import type { SessionPlan } from "../../issuance/plan";
import { limitationsOf } from "../../issuance/session-facts";
import { requirePerson } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { AccessUseCases, ConsoleSignIn } from "../use-cases";
import { type IssuingContext, issue } from "./issue";

const ACTIONS = {
  requested: "console.requested",
  issued: "console.issued",
  refused: "console.refused",
} as const;

type Context = IssuingContext & Pick<FlowContext, "federation">;
type Via = "saml" | "federation";

/**
 * A browser can post an assertion and nothing else. A form has no place for a session policy, either; by link
 * the console gets a session that keeps to it.
 */
function defaultVia({ kind, policy, policyArns }: SessionPlan): Via {
  const isForm =
    (kind === "saml" || kind === "saml-relay") && policy === undefined && policyArns.length === 0;
  return isForm ? "saml" : "federation";
}

/** AWS would say so itself, after a one-time code was spent and a session was made. */
function requireConsole({ target }: Entitlement): void {
  if (!limitationsOf(target).includes("console")) return;
  throw new AppError("issuance.console_impossible", { reason: target.kind });
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
  proof: SessionProof,
): Promise<Opened> {
  const { samlResponse, proofId, expiresAt, recipient } = await proveForConsole(
    plan,
    context.issuance,
    proof,
  );
  const place = recipient === undefined ? plan : { ...plan, recipient };
  const { url, fields } = consoleForm(samlResponse, place, destination, context.settings.awsHosts);
  const given: ConsoleSignIn = { ...names, method: "POST", url, fields, expiresAt };
  return { given, detail: { via: "saml", proofId, destination: fields.RelayState.reveal(), expiresAt } };
}

async function byLink(
  context: Context,
  plan: SessionPlan,
  names: Names,
  destination: string | undefined,
  proof: SessionProof,
): Promise<Opened> {
  // Before STS is asked: a bad address must not cost a session.
  const page = consoleDestination(plan, destination);
  const { session, proofId, attempts } = await executePlan(plan, context.issuance, proof);
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
  return async (actor, { entitlementId, destination, durationSeconds, via, ...personal }) => {
    const { given } = await issue(context, requirePerson(actor), {
      use: "console",
      entitlementId,
      wish: durationSeconds === undefined ? {} : { durationSeconds },
      personal,
      limitedAs: "credentials",
      actions: ACTIONS,
      check: requireConsole,
      obtain: (plan, entitlement, proof) => {
        const page = destination ?? entitlement.target.destination;
        const open = (via ?? defaultVia(plan)) === "saml" ? byForm : byLink;
        return open(context, plan, namesOf(entitlement), page, proof);
      },
    });
    return given;
  };
}
