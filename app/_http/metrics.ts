import { monitorEventLoopDelay } from "node:perf_hooks";
import { memoryUsage, resourceUsage, uptime } from "node:process";
import type { Vitals } from "@/lib/flows/health/health-use-cases";
import { type Counter, count, exposition, type Gauge } from "@/lib/telemetry/metrics";

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
    count(counter, { ...labels, outcome });
  }
}

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

/** All metrics of this process in Prometheus' text format 0.0.4. */
export function prometheusText(vitals: Vitals, now = Date.now()): string {
  return exposition([...vitalGauges(vitals), ...delayGauges(), ...processGauges(now)]);
}

function vitalGauges({ pool, expiries, clockOffsetSeconds }: Vitals): readonly Gauge[] {
  const keys = expiries.filter(({ of }) => of === "key");
  const certificates = expiries.filter(({ of }) => of === "connection");
  return [
    {
      name: "rolebridge_database_connections",
      help: "Connections of this instance to the database, and requests that wait for one.",
      values: Object.entries(pool ?? {}).map(([state, value]) => ({ labels: { state }, value })),
    },
    {
      name: "rolebridge_key_expiry_timestamp_seconds",
      help: "End of the certificates of our signing keys.",
      values: keys.map(({ name, status = "", notAfter }) => ({
        labels: { purpose: name, status },
        value: notAfter.getTime() / 1_000,
      })),
    },
    {
      name: "rolebridge_connection_certificate_expiry_timestamp_seconds",
      help: "End of the certificates that identity providers sign with.",
      values: certificates.map(({ name, notAfter }) => ({
        labels: { connection: name },
        value: notAfter.getTime() / 1_000,
      })),
    },
    {
      name: "rolebridge_clock_offset_seconds",
      help: "How far the database's clock is ahead of ours.",
      values: clockOffsetSeconds === undefined ? [] : [{ value: clockOffsetSeconds }],
    },
  ];
}

/** Since the last time somebody read it. */
function delayGauges(): readonly Gauge[] {
  const seconds = { "0.5": delay.percentile(50), "0.99": delay.percentile(99), "1": delay.max };
  delay.reset();
  return [
    {
      name: "rolebridge_event_loop_delay_seconds",
      help: "How late the event loop was, in quantiles since these metrics were read last.",
      values: Object.entries(seconds).map(([quantile, nanos]) => ({
        labels: { quantile },
        value: nanos / 1e9,
      })),
    },
  ];
}

function processGauges(now: number): readonly Gauge[] {
  const { userCPUTime, systemCPUTime } = resourceUsage();
  const { rss, heapUsed } = memoryUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  return [
    {
      name: "process_cpu_seconds_total",
      help: "Processor time of all threads.",
      type: "counter",
      values: [{ value: cpu }],
    },
    { name: "process_resident_memory_bytes", help: "Resident memory.", values: [{ value: rss }] },
    {
      name: "process_start_time_seconds",
      help: "When the process started.",
      values: [{ value: now / 1000 - uptime() }],
    },
    { name: "nodejs_heap_size_used_bytes", help: "Heap in use.", values: [{ value: heapUsed }] },
  ];
}
