import { guardsOf } from "./guard";

/** Who is let in to a session, how often, and what takes it away. */

const GATE = "lib/flows/access/issuance-gate.ts";
const GATE_STORE = "lib/db/stores/issuance-gate-store.ts";
const LIMITS = "lib/flows/rate-limits.ts";
const RACES = "lib/db/conformance/revocation-races.test.ts";

export const ISSUING_GUARDS = [
  ...guardsOf("lib/flows/access/issue.test.ts", [
    ["A08", "still held when AWS has answered", GATE, "if (!isHeld) throw", "if (false) throw"],
    ["A12", "a grant", GATE, "if (!entitlement) throw", "if (false) throw"],
  ]),
  ...guardsOf("lib/flows/admin/lock-downs.test.ts", [
    ["lock-down", "nobody is let in", GATE, "  requireOpen(entered);\n", ""],
    [
      "lock-down",
      "of everything is read",
      GATE_STORE,
      "EXISTS (SELECT FROM issuance_gate WHERE locked_down_at IS NOT NULL)",
      "FALSE",
    ],
    [
      "lock-down",
      "of a person is read",
      GATE_STORE,
      "EXISTS (SELECT FROM person WHERE id = ${personId}::uuid AND locked_down_at IS NOT NULL)",
      "${personId}::uuid IS NULL",
    ],
    [
      "lock-down",
      "of an account is read",
      GATE_STORE,
      'row.account_locked_down_at === null ? undefined : "account"',
      "undefined",
    ],
    [
      "lock-down",
      "by administrators",
      "lib/flows/authorize.ts",
      'if (!actor.roles.has("administrator")) await refuse(context, actor, attempted);',
      "",
    ],
    [
      "lock-down",
      "read by those who may",
      "lib/flows/authorize.ts",
      'if (!actor.roles.has("administrator") && !actor.roles.has("auditor"))\n    await refuse(context, actor, attempted);',
      "",
    ],
  ]),
  ...guardsOf(RACES, [
    ["A08", "everything locked down meanwhile", GATE_STORE, "i.locked_down_at IS NULL AND ", ""],
    ["A08", "a person locked down meanwhile", GATE_STORE, "p.locked_down_at IS NULL AND ", ""],
    ["A08", "an account locked down meanwhile", GATE_STORE, " AND a.locked_down_at IS NULL", ""],
    ["A08", "a session ended meanwhile", GATE_STORE, " AND s.revoked_at IS NULL", ""],
    ["A08", "a session over meanwhile", GATE_STORE, " AND s.expires_at > ${now}::timestamptz", ""],
    ["A08", "a connection disabled meanwhile", GATE_STORE, "AND c.enabled ", ""],
    ["A08", "a grant changed meanwhile", GATE_STORE, "\n      AND ${GRANT_MATCHES_PERSON}", ""],
    [
      "A08",
      "a grant over meanwhile",
      GATE_STORE,
      "\n      AND (g.expires_at IS NULL OR g.expires_at > ${now}::timestamptz)",
      "",
    ],
    [
      "A08",
      "a grant for less time meanwhile",
      GATE_STORE,
      "\n      AND COALESCE(g.max_duration_seconds, ${seconds}::int) >= ${seconds}::int",
      "",
    ],
  ]),
  ...guardsOf("lib/db/conformance/provisioning-races.test.ts", [
    ["A08", "a person disabled meanwhile", GATE_STORE, " AND NOT ${IS_DISABLED}", ""],
  ]),
  ...guardsOf("lib/flows/rate-limits.test.ts", [
    ["W08", "credentials", GATE, "  requireNoWait(entered.waitSeconds);\n", ""],
    [
      "W08",
      "everything else",
      LIMITS,
      "requireNoWait(await rateLimits.take(limits));",
      "await rateLimits.take(limits);",
    ],
    ["W08", "a network of IPv6 is one", LIMITS, 'if (!remoteAddress.includes(":"))', "if (true)"],
  ]),
  ...guardsOf("lib/db/conformance/rate-limits.test.ts", [
    ["W08", "a bucket ends", "lib/db/stores/rate-limit-store.ts", " WHERE ${after} <= ${LATEST}", ""],
  ]),
] as const;
