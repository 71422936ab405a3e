import { z } from "zod";
import type { LinkedEvent } from "../chain";

/** One session as the audit tells of it: the request before AWS was asked, and what came of it. */
export interface AuditedSession {
  /** Of the request's event. */
  readonly eventId: string;
  readonly at: Date;
  readonly who: string;
  readonly action: string;
  readonly reference: string;
  readonly kind: string;
  readonly accountId: string;
  readonly region: string;
  readonly sessionName: string;
  readonly roleArn?: string;
  readonly hubRoleArn?: string;
  readonly providerArn?: string;
  /** IAM user's key that asks; absent for Rolebridge's own identity and where no key does. */
  readonly callerAccessKeyId?: string;
  /** Assertion ID or `jti`. */
  readonly proofId?: string;
  /** Of the session; absent where the answer was lost, or the browser takes the assertion to AWS itself. */
  readonly accessKeyId?: string;
  /** Whether the audit says that it was handed over. */
  readonly isIssued: boolean;
}

const text = z.string().optional();
const REQUEST = z.object({
  proofId: text,
  plan: z.object({
    kind: z.string(),
    accountId: z.string(),
    region: z.string(),
    sessionName: z.string(),
    federatedName: text,
    roleArn: text,
    hubRoleArn: text,
    providerArn: text,
    accessKeyId: text,
  }),
});
const OUTCOME = z.object({ accessKeyId: text, proofId: text });

const REQUESTED = /(\.|_)requested$/;
const ISSUED = new Set(["credentials.issued", "console.issued", "diagnosis.answered", "target.checked"]);

/**
 * Reads sessions out of the audit.
 * @param events in the order of the chain
 */
export async function auditedSessions(
  events: AsyncIterable<LinkedEvent> | Iterable<LinkedEvent>,
): Promise<readonly AuditedSession[]> {
  const sessions: AuditedSession[] = [];
  const open = new Map<string, number>();
  for await (const event of events) {
    const detail: unknown = JSON.parse(event.detail ?? "{}");
    const key = `${event.reference}\0${event.objectId}`;
    const request = REQUEST.safeParse(detail);
    if (REQUESTED.test(event.action ?? "") && request.success) {
      open.set(key, sessions.push(requestOf(event, request.data)) - 1);
      continue;
    }
    const index = open.get(key);
    const session = index === undefined ? undefined : sessions[index];
    if (index === undefined || session === undefined || !ISSUED.has(event.action ?? "")) continue;
    open.delete(key);
    const { accessKeyId } = OUTCOME.parse(detail);
    sessions[index] = {
      ...session,
      isIssued: event.outcome === "success",
      ...(accessKeyId === undefined ? {} : { accessKeyId }),
    };
  }
  return sessions;
}

function requestOf(event: LinkedEvent, { plan, proofId }: z.output<typeof REQUEST>): AuditedSession {
  const { federatedName, accessKeyId: callerAccessKeyId, sessionName, ...named } = plan;
  const optional = { proofId, callerAccessKeyId };
  return {
    ...named,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as {
      readonly proofId?: string;
      readonly callerAccessKeyId?: string;
    }),
    eventId: event.id ?? "",
    at: new Date(event.at ?? 0),
    who: event.actorName ?? "",
    action: event.action ?? "",
    reference: event.reference ?? "",
    sessionName: federatedName ?? sessionName,
    isIssued: false,
  } as AuditedSession;
}
