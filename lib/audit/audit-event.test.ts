import { expect, test } from "vitest";
import { Secret } from "../secret/secret";
import { type AuditFact, auditEvent } from "./audit-event";

const fact: AuditFact = {
  id: "00000000-0000-4000-8000-000000000001",
  at: new Date("2026-11-21T12:00:00.000Z"),
  actor: { kind: "anonymous", name: "" },
  action: "login.refused",
  outcome: "refused",
  origin: { remoteAddress: "203.0.113.7", userAgent: "browser", reference: "abc" },
};

test("keeps who, what, when, from where and the reference", () => {
  expect(auditEvent({ ...fact, object: { kind: "connection", id: "1", name: "okta" } })).toEqual({
    id: fact.id,
    at: fact.at,
    actor: fact.actor,
    action: "login.refused",
    outcome: "refused",
    object: { kind: "connection", id: "1", name: "okta" },
    remoteAddress: "203.0.113.7",
    userAgent: "browser",
    reference: "abc",
    detail: {},
  });
});

test("a secret in the detail is never written, however deep it stands", () => {
  const { detail } = auditEvent({ ...fact, detail: { after: [{ clientSecret: new Secret("canary") }] } });
  expect(detail).toEqual({ after: [{ clientSecret: "[redacted]" }] });
});

test("the detail is plain JSON", () => {
  const { detail } = auditEvent({ ...fact, detail: { at: fact.at, absent: undefined } });
  expect(detail).toEqual({ at: "2026-11-21T12:00:00.000Z" });
});

test("what a stranger sends cannot make the event unstorable or endless", () => {
  const event = auditEvent({
    ...fact,
    actor: { kind: "anonymous", name: "a\0b\ud800" },
    origin: { ...fact.origin, userAgent: "x".repeat(10_000) },
    detail: { claimed: "\0" },
  });
  expect(event.actor.name).toBe("a\uFFFDb\uFFFD");
  expect(event.userAgent).toHaveLength(300);
  expect(event.detail).toEqual({ claimed: "\uFFFD" });
});
