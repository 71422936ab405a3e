import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { PageVisit } from "./page";
import { type Problem, problemOf, toAppError } from "./problem";
import { reportFailure } from "./report-failure";

export type Loaded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/**
 * What a page needs from the use-cases, or why it cannot have it, with the sentence and the reference to show.
 * Next would turn a thrown error into a page that can say neither.
 */
export async function load<T>(visit: PageVisit, work: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    unstable_rethrow(thrown);
    const error = toAppError(thrown);
    reportFailure(error, { method: "PAGE", path: visit.path.split("?")[0] ?? visit.path }, visit.origin);
    return { ok: false, problem: problemOf(error, visit.origin.reference) };
  }
}
