import { stepUpWords } from "@/app/_ui/step-up-words";
import { formatDuration } from "@/app/_ui/time";
import type { EntitlementView } from "@/lib/flows/use-cases";

type Limitation = EntitlementView["limitations"][number];

/** What the view of one role's sessions must know. Small: every role of the list travels to the browser. */
export interface SessionRole {
  readonly id: string;
  readonly maxDurationSeconds: number;
  /** "At most 1 hour, limited by the grant." where a limit is worth a word. */
  readonly limit?: string;
  /** What must be typed before AWS is asked. */
  readonly asks?: { readonly reason?: true; readonly mfaDevice?: string };
  /** What is asked of the sign-in: a sentence, what of it is missing, and where a new one begins. */
  readonly stepUp?: {
    readonly hint: string;
    readonly missing: NonNullable<EntitlementView["stepUp"]>["missing"];
    readonly signIn?: string;
  };
  /** What a session of it cannot do, in a sentence. */
  readonly cannot?: string;
  /** Where the company's proof for AWS is fetched; absent where none is needed, or one is there. */
  readonly fetchFrom?: string;
  /** Until when the company's proof that is there will do, RFC 3339. */
  readonly proofUntil?: string;
  readonly opensNoConsole?: true;
  readonly breakGlass?: true;
}

const CANNOT: Readonly<Record<Limitation, string>> = {
  console: "opens no console",
  iam: "cannot call IAM",
  sts: "cannot assume roles",
  no_permissions_without_policy: "may do nothing until an administrator gives it a policy",
};

const LIMITED_BY: Readonly<Record<EntitlementView["durationLimitedBy"], string>> = {
  grant: "limited by your grant",
  target: "limited by this role's setting",
  role: "limited by the role in AWS",
  kind: "which is all that AWS gives here",
  default: "",
  wish: "",
};

const LIST = new Intl.ListFormat("en", { type: "conjunction" });
/** From here on nobody wonders why it is not more. */
const PLENTY = 43_200;

export function sessionRole(entitlement: EntitlementView): SessionRole {
  const { id, maxDurationSeconds, requiresReason, mfaSerial, limitations, kind, stepUp } = entitlement;
  const asks = {
    ...(requiresReason ? { reason: true as const } : {}),
    ...(mfaSerial === undefined ? {} : { mfaDevice: mfaSerial }),
  };
  return {
    id,
    maxDurationSeconds,
    ...(maxDurationSeconds < PLENTY ? { limit: limitText(entitlement) } : {}),
    ...(Object.keys(asks).length > 0 ? { asks } : {}),
    ...(stepUp === undefined ? {} : { stepUp: stepUpOf(stepUp) }),
    ...proofOf(entitlement),
    ...(limitations.length > 0 ? { cannot: cannotText(limitations) } : {}),
    ...(limitations.includes("console") ? { opensNoConsole: true } : {}),
    ...(kind === "session-token" ? { breakGlass: true } : {}),
  };
}

function stepUpOf(view: NonNullable<EntitlementView["stepUp"]>): NonNullable<SessionRole["stepUp"]> {
  const { missing, signIn } = view;
  return {
    hint: `Asks for ${stepUpWords(view)}.`,
    missing,
    ...(signIn === undefined ? {} : { signIn }),
  };
}

/** One that lacks the role is asked for all the same: the refusal says who must change what. */
function proofOf({ relay }: EntitlementView): Pick<SessionRole, "fetchFrom" | "proofUntil"> {
  if (relay === undefined || relay.lacksRole) return {};
  return relay.freshUntil === undefined
    ? { fetchFrom: relay.link }
    : { proofUntil: relay.freshUntil.toISOString() };
}

function limitText({ maxDurationSeconds, durationLimitedBy }: EntitlementView): string {
  return `At most ${formatDuration(maxDurationSeconds)}, ${LIMITED_BY[durationLimitedBy]}.`;
}

function cannotText(limitations: readonly Limitation[]): string {
  return `A session of it ${LIST.format(limitations.map((one) => CANNOT[one]))}.`;
}
