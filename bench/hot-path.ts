/**
 * What `POST /api/v1/credentials` asks of the database (the session, one role's entitlement, two audit events),
 * against the same statements on the bare driver. `npx tsx bench/hot-path.ts`.
 */
import { randomUUID } from "node:crypto";
import type { AuditEvent } from "../lib/audit/event";
import { findStatement } from "../lib/db/stores/app-session-store";
import { insertStatement } from "../lib/db/stores/audit-log";
import { matchingStatement } from "../lib/db/stores/entitlement-store";
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
  const { database, identity, bare, appSessionId, targetId } = world;
  const now = new Date();
  const only = { targetId };
  const ours = async () => {
    await database.appSessions.find(appSessionId, now, IDLE_SECONDS);
    await database.entitlements.matching(identity, now, only);
    await database.audit.append(event(now));
    await database.audit.append(event(now));
  };
  const bareSql = async () => {
    await bareStatement(bare, findStatement(appSessionId, now, IDLE_SECONDS));
    await bareStatement(bare, matchingStatement(identity, now, only));
    await bareStatement(bare, insertStatement(event(now)));
    await bareStatement(bare, insertStatement(event(now)));
  };
  await medians(100, ours, bareSql);
  const [our, their] = await medians(ROUNDS, ours, bareSql);
  console.log(
    `${world.name}: ours ${our.toFixed(2)} ms, bare SQL ${their.toFixed(2)} ms, ratio ${(our / their).toFixed(2)}`,
  );
  await world.close();
}
