/**
 * What a running instance tells of itself: numbers for Prometheus and, where the operator asks for them, traces.
 * This room owns counters, histograms and spans, and their formats. It must not know what they are about: a label's
 * values are a handful of words, never a person, an account, a role or anything secret.
 */

interface Described {
  readonly help: string;
}

const COUNTERS = {
  rolebridge_sign_ins_total: { help: "Sign-ins that came back from an identity provider." },
  rolebridge_credentials_total: { help: "Requests for credentials." },
  rolebridge_console_sign_ins_total: { help: "Requests for a console sign-in." },
  rolebridge_issuances_total: { help: "Sessions asked of AWS for entitled people, by kind of target." },
  rolebridge_sts_failovers_total: { help: "Calls that were answered by another region than the first." },
  rolebridge_requests_failed_total: {
    help: "Requests that ended in a failure of ours or of somebody we ask.",
  },
} as const satisfies Record<string, Described>;
export type Counter = keyof typeof COUNTERS;

const HISTOGRAMS = {
  rolebridge_sts_duration_seconds: {
    help: "Time until one region's STS had answered or was given up, retries inside it included.",
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8],
  },
} as const satisfies Record<string, Described & { readonly buckets: readonly number[] }>;
export type Histogram = keyof typeof HISTOGRAMS;

/** A number that is asked for when somebody reads. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly type?: "gauge" | "counter";
  readonly values: readonly { readonly labels?: Labels; readonly value: number }[];
}

export type Labels = Readonly<Record<string, string>>;

interface Measured {
  readonly sums: Map<string, number>;
}

/** Bundles have modules of their own each; a process has one of these. */
const KEY = Symbol.for("rolebridge.metrics");

function measured(): Measured["sums"] {
  const scope = globalThis as typeof globalThis & { [KEY]?: Measured };
  scope[KEY] ??= { sums: new Map() };
  return scope[KEY].sums;
}

function add(series: string, amount: number): void {
  const sums = measured();
  sums.set(series, (sums.get(series) ?? 0) + amount);
}

function seriesOf(name: string, labels: Labels): string {
  const all = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
  return all.length === 0 ? name : `${name}{${all.join(",")}}`;
}

function escaped(value: string): string {
  return value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
}

/** One more of these. */
export function count(counter: Counter, labels: Labels): void {
  add(seriesOf(counter, labels), 1);
}

/** @param seconds or whatever the histogram is in */
export function observe(histogram: Histogram, labels: Labels, seconds: number): void {
  for (const bound of HISTOGRAMS[histogram].buckets) {
    add(seriesOf(`${histogram}_bucket`, { ...labels, le: String(bound) }), seconds <= bound ? 1 : 0);
  }
  add(seriesOf(`${histogram}_bucket`, { ...labels, le: "+Inf" }), 1);
  add(seriesOf(`${histogram}_sum`, labels), seconds);
  add(seriesOf(`${histogram}_count`, labels), 1);
}

/** Everything in Prometheus' text format 0.0.4. Counts start at zero with the process. */
export function exposition(gauges: readonly Gauge[]): string {
  const all = [...measured()];
  const kept = (name: string, suffixes: readonly string[]) =>
    all
      .filter(([series]) => suffixes.some((suffix) => series.split("{", 1)[0] === `${name}${suffix}`))
      .map((entry) => entry.join(" "));
  return [
    ...Object.entries(COUNTERS).flatMap(([name, { help }]) => [
      ...heading(name, "counter", help),
      ...kept(name, [""]),
    ]),
    ...Object.entries(HISTOGRAMS).flatMap(([name, { help }]) => [
      ...heading(name, "histogram", help),
      ...kept(name, ["_bucket", "_sum", "_count"]),
    ]),
    ...gauges.flatMap(({ name, help, type = "gauge", values }) => [
      ...heading(name, type, help),
      ...values.map(({ labels = {}, value }) => `${seriesOf(name, labels)} ${value}`),
    ]),
    "",
  ].join("\n");
}

function heading(name: string, type: string, help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}
