import { randomUUID } from "node:crypto";
import { setTimeout as after } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Held } from "../../flows/issuance-ports";
import type { ChangeStores } from "../../flows/ports";
import type { Identity } from "../../identity/identity";
import { Prisma } from "../generated/client";
import type { Database } from "../open-database";
import type { OpenedForTest } from "./on-every-database";
import { auditEvent, later, NOW } from "./samples";

const RACES = 200;
const ISSUERS = 4;

/** Somebody signed in who may take something, until it is taken away. */
export interface Entitled extends Held {
  /** Of every issuance to them. */
  readonly reference: string;
}

/** Takes it away in a transaction; `between` runs when that is done and not yet committed. */
export type TakeAway<T> = (held: T, between: () => Promise<void>) => Promise<void>;

/** A use-case's change as a way of taking away. */
export function byChange<T>(
  database: () => Database,
  change: (stores: ChangeStores, held: T) => Promise<unknown>,
): TakeAway<T> {
  return (held, between) =>
    database().unitOfWork.run(async (stores) => {
      await change(stores, held);
      await between();
    });
}

/** Signs somebody in, with an app session of an hour. */
export async function signedIn(database: Database, connectionId: string, who: Identity) {
  const person = await database.people.upsert(connectionId, who, NOW, [randomUUID()]);
  const appSessionId = randomUUID();
  await database.appSessions.create({
    id: appSessionId,
    personId: person.id,
    now: NOW,
    expiresAt: later(3_600),
    authentication: { at: NOW, methods: [] },
    remoteAddress: "192.0.2.7",
    userAgent: "test",
  });
  return { personId: person.id, appSessionId };
}

/** Writes the word of an issuance. @returns whether it may be issued */
export function issue(database: Database, held: Entitled): Promise<boolean> {
  return database.gate.appendWhileHeld(auditEvent({ reference: held.reference }), held);
}

async function issuedFor({ driver }: OpenedForTest, { reference }: Entitled): Promise<number> {
  const [row] = await driver.sql.rows<{ readonly count: number }>(
    Prisma.sql`SELECT count(*)::int AS count FROM audit_event WHERE reference = ${reference}`,
  );
  return row?.count ?? 0;
}

/**
 * Issues at several instances while it is taken away. Whatever was issued when it was taken is there before that
 * is committed; more of it afterwards came too late.
 */
async function race<T extends Entitled>(
  opened: OpenedForTest,
  held: T,
  takeAway: TakeAway<T>,
): Promise<{ readonly before: number; readonly late: number }> {
  let before = 0;
  const issuing = Array.from({ length: ISSUERS }, async (_, index) => {
    await after(index);
    return issue(opened.database, held);
  });
  const taking = after(Math.random() * ISSUERS).then(() =>
    takeAway(held, async () => {
      before = await issuedFor(opened, held);
    }),
  );
  await Promise.all([...issuing, taking]);
  expect(await issue(opened.database, held)).toBe(false);
  return { before, late: (await issuedFor(opened, held)) - before };
}

/** Each way of taking away: nothing is issued afterwards, and in a race nothing after the commit. */
export function neverIssuedAfter<T extends Entitled>(
  opened: () => OpenedForTest,
  kind: "PGlite" | "PostgreSQL",
  entitled: () => Promise<T>,
  ways: readonly (readonly [string, TakeAway<T>])[],
): void {
  it.each(ways)("by %s is not issued afterwards", async (_, takeAway) => {
    const held = await entitled();
    expect(await issue(opened().database, held)).toBe(true);
    await takeAway(held, async () => undefined);
    expect(await issue(opened().database, held)).toBe(false);
  });

  // The embedded database has one connection: there is nothing at once, and a second one would wait for ever.
  describe.skipIf(kind === "PGlite")("while it is issued", () => {
    it.each(ways)(
      `by %s: of ${RACES} races none is issued after the commit`,
      async (name, takeAway) => {
        let before = 0;
        for (let count = 0; count < RACES; count += 1) {
          const raced = await race(opened(), await entitled(), takeAway);
          expect(raced.late, name).toBe(0);
          before += raced.before;
        }
        // Some were in time and some were not, or nothing raced.
        expect(before).toBeGreaterThan(0);
        expect(before).toBeLessThan(RACES * ISSUERS);
      },
      120_000,
    );
  });
}
