import { z } from "zod";
import type { Grant, Principal, Target } from "../../entitlements/model";
import { exactName, instant, note, sessionSecondsUpTo, wanted } from "./fields";
import { parseInput, patched, refuseField } from "./parse-input";
import { KIND_RULES } from "./target-kinds";

const PRINCIPAL = "must be {group}, {user} or {attribute, equals}";

const principalShapes = [
  z.strictObject({ group: exactName() }),
  z.strictObject({ user: exactName() }),
  z.strictObject({ attribute: exactName(), equals: exactName() }),
] as const;

/** A union reports "none of these"; what somebody needs is the fault in the one they meant. */
const principal = z
  .record(z.string(), z.unknown(), {
    error: (issue) => (issue.input === undefined ? "is required" : PRINCIPAL),
  })
  .transform((input, context): Principal => {
    const [group, user, attribute] = principalShapes;
    const meant =
      "group" in input ? group : "user" in input ? user : "attribute" in input ? attribute : undefined;
    const result = meant?.safeParse(input);
    if (result?.success) return result.data;
    for (const issue of result?.error.issues ?? []) {
      const message = issue.code === "unrecognized_keys" ? PRINCIPAL : issue.message;
      context.addIssue({ code: "custom", path: issue.path, message });
    }
    if (!result) context.addIssue(PRINCIPAL);
    return z.NEVER;
  });

const grantSchema = z
  .strictObject(
    {
      targetId: z.string({ error: wanted("the id of a target") }),
      connection: z.string({ error: wanted("the slug of a connection") }).optional(),
      principal,
      notBefore: instant.optional(),
      expiresAt: instant.optional(),
      maxDurationSeconds: sessionSecondsUpTo(129_600).optional(),
      note: note(500).optional(),
    },
    { error: "must be a JSON object" },
  )
  .refine(({ notBefore, expiresAt }) => !notBefore || !expiresAt || notBefore < expiresAt, {
    path: ["expiresAt"],
    message: "must be later than notBefore",
  });

export interface GrantRules {
  target(id: string): Promise<Target | undefined>;
  hasConnection(slug: string): Promise<boolean>;
}

/** @throws AppError `request.invalid` */
export async function parseGrant(input: unknown, rules: GrantRules): Promise<Omit<Grant, "id">> {
  const { targetId, principal: who, ...limits } = parseInput(grantSchema, input);
  const target = await rules.target(targetId);
  if (!target) refuseField("targetId", "is not a target that Rolebridge knows");
  const { connection, notBefore, expiresAt, maxDurationSeconds, note: text } = limits;
  const { maxDuration } = KIND_RULES[target.kind];
  if (maxDurationSeconds !== undefined && maxDurationSeconds > maxDuration) {
    const most = `${maxDuration} seconds (${maxDuration / 3_600} hours)`;
    refuseField("maxDurationSeconds", `must be at most ${most} for this kind of target`);
  }
  if (connection !== undefined && !(await rules.hasConnection(connection))) {
    refuseField(
      "connection",
      "is not a connection that Rolebridge knows: use its slug, or leave it out for any",
    );
  }
  return {
    targetId: target.id,
    principal: who,
    ...(connection === undefined ? {} : { connection }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(maxDurationSeconds === undefined ? {} : { maxDurationSeconds }),
    ...(text === undefined ? {} : { note: text }),
  };
}

/** @throws AppError `request.invalid` */
export function patchGrant(current: Grant, patch: unknown, rules: GrantRules): Promise<Omit<Grant, "id">> {
  const { id: _, notBefore, expiresAt, ...fields } = current;
  const asSent = { ...fields, notBefore: notBefore?.toISOString(), expiresAt: expiresAt?.toISOString() };
  return parseGrant(patched(asSent, patch), rules);
}
