import type { AuditAction, AuditDetail, AuditEvent } from "../../audit/event";
import { AppError } from "../../errors/app-error";
import { describeTextFault, faultInName } from "../../identity/text-rules";
import { etagOf } from "../../scim/resource";
import type { FlowContext } from "../flow-context";
import type { ChangeStores } from "../ports";
import { record } from "../record";
import type { Stored } from "./ports";
import { actorOf } from "./scim-client";
import type { ScimClient } from "./scim-use-cases";

/** What users and groups have in common. */

/** @throws AppError `scim.not_found` */
export function existing<T>(resource: T | undefined): T {
  if (resource === undefined) throw new AppError("scim.not_found");
  return resource;
}

/** @throws AppError `scim.uniqueness` */
export function unique<T>(created: T | undefined): T {
  if (created === undefined) throw new AppError("scim.uniqueness");
  return created;
}

/** @throws AppError `scim.uniqueness` for what the database knows as a conflict */
export async function uniquely<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && error.code === "admin.conflict") {
      throw new AppError("scim.uniqueness", { cause: error });
    }
    throw error;
  }
}

/** RFC 7644 section 3.14. @throws AppError `scim.version_mismatch` */
export function requireVersion(resource: Stored, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch.trim() === "*") return;
  const seen = ifMatch.split(",").map((etag) => etag.trim());
  if (!seen.includes(etagOf(resource))) throw new AppError("scim.version_mismatch");
}

/**
 * Names decide access, so they are held to what a sign-in's names are held to: one that cannot be told from another
 * by reading is refused, never repaired.
 * @throws AppError `scim.invalid_value`
 */
export function requireCleanNames(names: Readonly<Record<string, string | undefined>>): void {
  for (const [attribute, name] of Object.entries(names)) {
    const fault = name === undefined ? undefined : faultInName(name);
    if (fault === undefined || name === undefined) continue;
    throw new AppError("scim.invalid_value", { detail: `${attribute} ${describeTextFault(fault, name)}.` });
  }
}

/** Writes what a client changed into the audit, in the transaction of the change. */
export function recordChange(
  context: Pick<FlowContext, "clock" | "random">,
  { audit }: Pick<ChangeStores, "audit">,
  client: ScimClient,
  action: AuditAction,
  object: NonNullable<AuditEvent["object"]>,
  detail: AuditDetail,
): Promise<void> {
  const happening = { action, outcome: "success", object, detail } as const;
  return record(context, audit, actorOf(client), client.origin, happening);
}
