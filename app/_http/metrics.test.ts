import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import type { Vitals } from "@/lib/flows/health/health-use-cases";
import { counted, prometheusText } from "./metrics";
import { mayReadMetrics } from "./metrics-reader";

const VITALS: Vitals = {
  pool: { open: 3, idle: 2, waiting: 0 },
  expiries: [
    { of: "key", name: "aws-saml", status: "current", notAfter: new Date("2027-01-01T00:00:00Z") },
    { of: "connection", name: "okta", notAfter: new Date("2026-12-01T00:00:00Z") },
  ],
  clockOffsetSeconds: -0.25,
};

it("counts how work ends and hands its end on", async () => {
  const before = prometheusText(VITALS);
  expect(before).not.toContain('protocol="saml"');
  expect(await counted("rolebridge_sign_ins_total", { protocol: "saml" }, Promise.resolve(7))).toBe(7);
  await counted("rolebridge_sign_ins_total", { protocol: "saml" }, Promise.resolve(7));
  const failing = counted("rolebridge_sign_ins_total", { protocol: "saml" }, Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  const text = prometheusText(VITALS);
  expect(text).toContain('\nrolebridge_sign_ins_total{protocol="saml",outcome="done"} 2\n');
  expect(text).toContain('\nrolebridge_sign_ins_total{protocol="saml",outcome="refused"} 1\n');
});

it("tells when keys and certificates end, how the pool is, and how the clocks differ", () => {
  const text = prometheusText(VITALS);
  for (const line of [
    'rolebridge_key_expiry_timestamp_seconds{purpose="aws-saml",status="current"} 1798761600',
    'rolebridge_connection_certificate_expiry_timestamp_seconds{connection="okta"} 1796083200',
    'rolebridge_database_connections{state="idle"} 2',
    "rolebridge_clock_offset_seconds -0.25",
  ]) {
    expect(text).toContain(`\n${line}\n`);
  }
});

it("keeps every line in the form Prometheus reads", () => {
  const line = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+-]+)?$/;
  for (const text of prometheusText(VITALS).split("\n")) expect(text).toMatch(line);
});

it("W19 is read by somebody on this machine who asks directly, whatever headers others send", () => {
  const may = (headers: Record<string, string>) => mayReadMetrics(new Headers(headers), undefined);
  expect(may({ "x-forwarded-for": "127.0.0.1" })).toBe(true);
  expect(may({ "x-forwarded-for": "::ffff:127.0.0.1" })).toBe(true);
  for (const headers of [
    {},
    { "x-forwarded-for": "203.0.113.9" },
    { "x-forwarded-for": "127.0.0.1, 203.0.113.9" },
    { "x-forwarded-for": "203.0.113.9, 127.0.0.1" },
    { "x-forwarded-for": "127.0.0.1", forwarded: "for=203.0.113.9" },
    { "x-forwarded-for": "203.0.113.9", "user-agent": "Prometheus/3.0" },
  ]) {
    expect(may(headers)).toBe(false);
  }
});

it("W19 W21 is read by nobody else once there is a token", () => {
  const hash = createHash("sha256").update("a-token-of-some-length").digest("hex");
  const may = (headers: Record<string, string>) => mayReadMetrics(new Headers(headers), hash);
  expect(may({ "x-forwarded-for": "127.0.0.1" })).toBe(false);
  expect(may({ "x-forwarded-for": "127.0.0.1", authorization: "Bearer wrong" })).toBe(false);
  expect(may({ authorization: "Bearer a-token-of-some-length" })).toBe(true);
});
