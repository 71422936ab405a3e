import { z } from "zod";
import { composeEntitlements } from "../../entitlements/compose-entitlements";
import { AppError } from "../../errors/app-error";
import { requirePerson } from "../authorize";
import type { FlowContext } from "../flow-context";
import type { ListQuery, Page } from "../ports";
import { remembering } from "../step-up/requirement";
import type { AccessUseCases, EntitlementView } from "../use-cases";
import { entitlementView } from "./entitlement-view";
import { rememberingRelayed } from "./relay-standing";

type Context = Pick<
  FlowContext,
  "clock" | "entitlements" | "settings" | "connections" | "ownIdentity" | "relayedAssertions"
>;
type SortKey = readonly [accountName: string, roleName: string, id: string];

const MAX_LIMIT = 1_000;
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const keyOf = (view: EntitlementView): SortKey => [view.accountName, view.roleName, view.id];

/** Accounts together, then roles, as people read; the id last, so that the order is total. */
function compare(a: SortKey, b: SortKey): number {
  return (
    collator.compare(a[0], b[0]) || collator.compare(a[1], b[1]) || (a[2] < b[2] ? -1 : Number(a[2] > b[2]))
  );
}

/** Every word must be found in name, alias, number or role: "prod read" finds ReadOnly in Production. */
function matcher(q: string | undefined): (view: EntitlementView) => boolean {
  const words = (q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return ({ accountName, accountAlias, accountId, roleName }) => {
    const text = [accountName, accountAlias, accountId, roleName].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

const cursorSchema = z.tuple([z.string(), z.string(), z.string()]);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readCursor(cursor: string): SortKey {
  const key = cursorSchema.safeParse(parseJson(Buffer.from(cursor, "base64url").toString("utf8")));
  if (key.success) return key.data;
  const message = "is not a cursor of this list: leave it out to start again";
  throw new AppError("request.invalid", { fields: [{ field: "cursor", message }] });
}

function page(views: readonly EntitlementView[], { cursor, limit }: ListQuery): Page<EntitlementView> {
  const sorted = views.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rest = after === undefined ? sorted : sorted.filter((view) => compare(keyOf(view), after) > 0);
  const items = rest.slice(0, Math.min(Math.max(limit, 1), MAX_LIMIT));
  const last = items.at(-1);
  if (last === undefined || items.length === rest.length) return { items };
  return { items, nextCursor: Buffer.from(JSON.stringify(keyOf(last))).toString("base64url") };
}

/** What a person may take now, and why. Nothing is an empty list, not an error. */
export function listEntitlements(context: Context): AccessUseCases["listEntitlements"] {
  const { clock, entitlements } = context;
  return async (actor, query) => {
    const person = requirePerson(actor);
    const { identity } = person;
    const now = clock.now();
    const matching = await entitlements.matching(identity, now);
    const asking = rememberingRelayed(remembering(context));
    const views = await Promise.all(
      composeEntitlements(identity, matching, now).map((entitlement) =>
        entitlementView(asking, person, entitlement),
      ),
    );
    return page(views.filter(matcher(query.q)), query);
  };
}
