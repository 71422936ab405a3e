import type { EntitlementView } from "@/lib/flows/use-cases";
import type { Actor } from "@/lib/identity/actor";
import type { Runtime } from "@/lib/runtime";

const PAGE = 1000;

/** Everything this person may use now: the search on the page looks through all of it. */
export async function allEntitlements(
  rolebridge: Runtime,
  actor: Actor,
): Promise<readonly EntitlementView[]> {
  const all: EntitlementView[] = [];
  let cursor: string | undefined;
  do {
    const page = await rolebridge.access.listEntitlements(actor, {
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}
