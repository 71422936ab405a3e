import { memoryUsage, resourceUsage, uptime } from "node:process";

/** Counters there are. A label's values are a handful of words, never a person or an address. */
const COUNTERS = {
  rolebridge_sign_ins_total: "Sign-ins that came back from an identity provider.",
  rolebridge_credentials_total: "Requests for credentials.",
  rolebridge_console_sign_ins_total: "Requests for a console sign-in.",
} as const;
export type Counter = keyof typeof COUNTERS;

/** Bundles have modules of their own each; a process has one of these. */
const KEY = Symbol.for("rolebridge.metrics");
type Store = { [KEY]?: Map<string, number> };

function counts(): Map<string, number> {
  const store = globalThis as Store;
  store[KEY] ??= new Map();
  return store[KEY];
}

/** Counts how a piece of work ends, and changes nothing of it. */
export async function counted<T>(
  counter: Counter,
  labels: Readonly<Record<string, string>>,
  work: Promise<T>,
): Promise<T> {
  let outcome = "refused";
  try {
    const result = await work;
    outcome = "done";
    return result;
  } finally {
    const all = Object.entries({ ...labels, outcome }).map(([name, value]) => `${name}="${value}"`);
    const series = `${counter}{${all.join(",")}}`;
    counts().set(series, (counts().get(series) ?? 0) + 1);
  }
}

/** All metrics of this process in Prometheus' text format 0.0.4. Counts start at zero with the process. */
export function prometheusText(now = Date.now()): string {
  const { userCPUTime, systemCPUTime } = resourceUsage();
  const { rss, heapUsed } = memoryUsage();
  const lines = Object.entries(COUNTERS).flatMap(([counter, help]) => [
    `# HELP ${counter} ${help}`,
    `# TYPE ${counter} counter`,
    ...[...counts()].filter(([series]) => series.startsWith(`${counter}{`)).map((entry) => entry.join(" ")),
  ]);
  return [
    ...lines,
    ...metric("process_cpu_seconds_total", "counter", (userCPUTime + systemCPUTime) / 1e6),
    ...metric("process_resident_memory_bytes", "gauge", rss),
    ...metric("process_start_time_seconds", "gauge", now / 1000 - uptime()),
    ...metric("nodejs_heap_size_used_bytes", "gauge", heapUsed),
    "",
  ].join("\n");
}

function metric(name: string, type: "counter" | "gauge", value: number): readonly string[] {
  return [`# TYPE ${name} ${type}`, `${name} ${value}`];
}
