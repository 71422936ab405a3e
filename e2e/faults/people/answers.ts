import type { PageAnswer } from "./browser";

/** Whether an answer says, in a way that programs heed, that this will work again soon. */
export function unavailableIsSaid({ status, headers }: PageAnswer): boolean {
  return status === 503 && Number(headers["retry-after"]) > 0;
}
