import type { AuditDetail } from "../../audit/event";
import type { StsAnswer, StsCaller } from "../../aws/sts-port";
import type { Entitlement } from "../../entitlements/entitlement";
import { AppError } from "../../errors/app-error";
import type { Actor } from "../../identity/actor";
import { executePlan } from "../../issuance/execute-plan";
import type { SessionPlan } from "../../issuance/plan";
import { limitationsOf } from "../../issuance/session-facts";
import { refusalEntryFor } from "../../trust/explain/explain-refusal";
import { type IssuingContext, issue } from "../access/issue";
import { sessionCaller } from "../access/session-caller";
import { refuseField } from "../admin/parse-input";
import { requirePerson } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { DiagnosisInput, DiagnosisUseCases } from "./diagnosis-use-cases";

const ACTIONS = {
  requested: "diagnosis.requested",
  issued: "diagnosis.answered",
  refused: "diagnosis.refused",
} as const;

/** Seconds; the shortest session AWS gives. It asks one question and is let go. */
const SESSION_SECONDS = 900;
/** Service model: EncodedMessage, AccessKeyId. */
const MAX_MESSAGE = 10_240;
const ACCESS_KEY_ID = /^\w{16,128}$/;

interface Question<T> {
  /** For the audit: which tool, and what was asked that is no secret. */
  readonly detail: AuditDetail & { readonly tool: "identity" | "decode" | "access_key" };
  /** Asked of STS, which some sessions may not. */
  readonly needsSts: boolean;
  ask(plan: SessionPlan, caller: StsCaller): Promise<StsAnswer<T>>;
}

/** AWS would say so after a session was made and perhaps a one-time code was spent. */
function requireSts({ target }: Entitlement): void {
  if (!limitationsOf(target).includes("sts")) return;
  throw new AppError("issuance.sts_impossible", { reason: target.kind });
}

/**
 * The session was given: what AWS refuses now is about the question. Where its words say so, the explanation of the
 * table stands; anything else must not be taken for a refusal of the role.
 */
function aboutTheQuestion(error: unknown, plan: SessionPlan): unknown {
  if (!(error instanceof AppError) || error.aws === undefined) return error;
  const { aws } = error;
  if (refusalEntryFor(plan, aws).id.startsWith("diagnosis.")) return error;
  return error.with({ aws: { ...aws, hints: [QUESTION_REFUSED] } });
}

const QUESTION_REFUSED =
  "AWS gave a session and did not answer the question. Try again; if it stays, choose another of your roles.";

async function ask<T>(
  context: IssuingContext,
  actor: Actor,
  { entitlementId, reason, mfaCode }: DiagnosisInput,
  question: Question<T>,
): Promise<T> {
  const { given } = await issue(context, requirePerson(actor), {
    use: "credentials",
    entitlementId,
    wish: { durationSeconds: SESSION_SECONDS },
    personal: {
      ...(reason === undefined ? {} : { reason }),
      ...(mfaCode === undefined ? {} : { mfaCode }),
    },
    actions: ACTIONS,
    returnTo: "/diagnose",
    // A person with a question, not a script.
    limitedAs: "diagnosis",
    detail: question.detail,
    ...(question.needsSts ? { check: requireSts } : {}),
    obtain: async (plan, _entitlement, proof) => {
      const { session, proofId, attempts } = await executePlan(plan, context.issuance, proof);
      const { accessKeyId, assumedRoleArn } = session;
      try {
        const { value } = await question.ask(plan, sessionCaller(session));
        return { given: value, detail: { accessKeyId, assumedRoleArn, proofId, attempts } };
      } catch (error) {
        throw aboutTheQuestion(error, plan);
      }
    },
  });
  return given;
}

/** People paste the whole refusal; AWS's own words stand before the message. */
function messageIn(text: string): string {
  const marked = /encoded authorization failure message:\s*(\S+)/i.exec(text)?.[1];
  const message = marked ?? text.replace(/\s+/g, "");
  if (message.length > 0 && message.length <= MAX_MESSAGE) return message;
  return refuseField("encodedMessage", `must be the encoded message, with at most ${MAX_MESSAGE} characters`);
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Person only, audited, with a session of 900 seconds that never leaves this process. */
export function diagnosisUseCases(
  context: IssuingContext & Pick<FlowContext, "entitlements">,
): DiagnosisUseCases {
  const { sts } = context.issuance;
  return {
    identity: async (actor, input) =>
      ask(context, actor, input, {
        detail: { tool: "identity" },
        needsSts: false,
        ask: (plan, caller) => sts.getCallerIdentity(plan.sts, caller),
      }),
    decode: async (actor, { encodedMessage, ...input }) => {
      const message = messageIn(encodedMessage);
      const decoded = await ask(context, actor, input, {
        detail: { tool: "decode" },
        needsSts: true,
        ask: (plan, caller) => sts.decodeAuthorizationMessage(plan.sts, caller, message),
      });
      return { decoded: jsonOr(decoded) };
    },
    accessKey: async (actor, { accessKeyId, ...input }) => {
      const person = requirePerson(actor);
      if (!ACCESS_KEY_ID.test(accessKeyId))
        refuseField("accessKeyId", "must be an access key id, like AKIAIOSFODNN7EXAMPLE");
      const accountId = await ask(context, actor, input, {
        detail: { tool: "access_key", asked: accessKeyId },
        needsSts: true,
        ask: (plan, caller) => sts.getAccessKeyInfo(plan.sts, caller, accessKeyId),
      });
      // Names of accounts somebody has no role in are not theirs to know.
      const mine = await context.entitlements.matching(person.identity, context.clock.now());
      const account = mine.find(({ account: own }) => own.accountId === accountId)?.account;
      return { accountId, ...(account === undefined ? {} : { accountName: account.name }) };
    },
  };
}
