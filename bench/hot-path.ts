/**
 * What `POST /api/v1/credentials` asks of the database (the session; limit, lock-downs and one role's entitlement;
 * two audit events, the second while all of it still holds), against the same statements on the bare driver. `npx tsx bench/hot-path.ts`.
 */
import { randomUUID } from "node:crypto";
import type { AuditEvent } from "../lib/audit/event";
import { findStatement } from "../lib/db/stores/app-session-store";
import { insertStatement } from "../lib/db/stores/audit-log";
import { enterStatement, heldCondition } from "../lib/db/stores/issuance-gate-store";
import { bareStatement, medians, worlds } from "./database-world";

const ROUNDS = 500;
const IDLE_SECONDS = 3_600;

function event(now: Date): AuditEvent {
  return {
    id: randomUUID(),
    at: now,
    actor: { kind: "person", id: randomUUID(), name: "ada@meridian.example" },
    action: "credentials.issued",
    outcome: "success",
    object: { kind: "target", id: randomUUID(), name: "Developer" },
    remoteAddress: "192.0.2.7",
    userAgent: "bench",
    reference: "abcdefghjk",
    detail: {
      plan: { roleArn: "arn:aws:iam::418273650912:role/Developer", durationSeconds: 3600, tags: [] },
    },
  };
}

for (const world of await worlds()) {
  const { database, personId, identity, bare, appSessionId, targetId } = world;
  const now = new Date();
  const [match] = await database.entitlements.matching(identity, now, { targetId });
  if (match === undefined) throw new Error("the person is not entitled to the target");
  const limit = { key: `bench:${personId}`, perMinute: 1_000_000 };
  const entry = { personId, identity, targetId, limit, now };
  const held = { personId, appSessionId, targetId, grantIds: [match.grant.id], seconds: 900, now };
  const ours = async () => {
    await database.appSessions.find(appSessionId, now, IDLE_SECONDS);
    await database.gate.enter(entry);
    await database.audit.append(event(now));
    await database.gate.appendWhileHeld(event(now), held);
  };
  const bareSql = async () => {
    await bareStatement(bare, findStatement(appSessionId, now, IDLE_SECONDS));
    await bareStatement(bare, enterStatement(entry));
    await bareStatement(bare, insertStatement(event(now)));
    await bareStatement(bare, insertStatement(event(now), heldCondition(held)));
  };
  await medians(100, ours, bareSql);
  const [our, their] = await medians(ROUNDS, ours, bareSql);
  console.log(
    `${world.name}: ours ${our.toFixed(2)} ms, bare SQL ${their.toFixed(2)} ms, ratio ${(our / their).toFixed(2)}`,
  );
  await world.close();
}
