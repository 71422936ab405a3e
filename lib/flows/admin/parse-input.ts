import { z } from "zod";
import { AppError, type FieldFault } from "../../errors/app-error";

/** `sessionTags.0.key`; the whole body is the empty path. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join(".");
}

function faultsOf(issue: z.core.$ZodIssue): readonly FieldFault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: pathOf([...issue.path, key]).slice(0, 200),
      message: "is not a field here: remove it or check its spelling",
    }));
  }
  return [{ field: pathOf(issue.path), message: issue.message }];
}

/** @throws AppError `request.invalid` naming one field */
export function refuseField(field: string, message: string): never {
  throw new AppError("request.invalid", { fields: [{ field, message }] });
}

/**
 * Checks what a client sent. Schemas are strict objects: a field nobody knows is refused, never ignored (W12).
 * @throws AppError `request.invalid` with every fault
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new AppError("request.invalid", { fields: result.error.issues.flatMap(faultsOf) });
}

const plainObject = z.record(z.string(), z.unknown(), { error: "must be a JSON object" });

/**
 * The body after a partial change: what is there, with the fields of the patch over it; `null` takes a field
 * away. The result is checked by the same schema as a new one, so that no change leads where a creation could
 * not.
 * @throws AppError `request.invalid`
 */
export function patched(current: Readonly<Record<string, unknown>>, patch: unknown): unknown {
  const merged = new Map([...Object.entries(current), ...Object.entries(parseInput(plainObject, patch))]);
  return Object.fromEntries([...merged].filter(([, value]) => value !== null && value !== undefined));
}
