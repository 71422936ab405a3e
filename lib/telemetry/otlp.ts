import type { Span, SpanKind } from "./trace";

export interface OtlpOptions {
  /** Full address of the collector's trace endpoint, e.g. `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Attributes of the resource: `service.name` and the like. */
  readonly resource: Readonly<Record<string, string>>;
  /** Told once for each batch that was lost. */
  readonly onLost: (error: unknown) => void;
}

export interface OtlpExporter {
  add(span: Span): void;
  /** Sends what is waiting. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const EVERY_MS = 2_000;
const BATCH = 256;
/** A collector that is down must not cost memory: the newest are kept. */
const MOST_WAITING = 4_096;
const SEND_MS = 5_000;

/** OTLP 1.x, `SpanKind` of trace.proto. */
const KINDS: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3 };
const STATUS_ERROR = 2;

/**
 * Sends spans to an OpenTelemetry collector as OTLP over HTTP with JSON. Written by hand: the format is one stable
 * JSON document, and the SDK would bring fifteen packages into the process that holds the keys (ADR 0038).
 */
export function otlpExporter(options: OtlpOptions): OtlpExporter {
  let waiting: Span[] = [];
  let sending: Promise<void> = Promise.resolve();
  const flush = () => {
    const batch = waiting.splice(0);
    if (batch.length > 0) sending = sending.then(() => send(options, batch));
    return sending;
  };
  const timer = setInterval(() => void flush(), EVERY_MS).unref();
  return {
    add: (span) => {
      waiting.push(span);
      if (waiting.length > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
      if (waiting.length === BATCH) void flush();
    },
    flush,
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

async function send({ url, headers, resource, onLost }: OtlpOptions, spans: readonly Span[]): Promise<void> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: otlpJson(resource, spans),
      redirect: "error",
      signal: AbortSignal.timeout(SEND_MS),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the collector answered ${answer.status}`);
  } catch (error) {
    onLost(error);
  }
}

/** `ExportTraceServiceRequest` in the JSON encoding of OTLP: ids in hex, times as decimal text. */
function otlpJson(resource: Readonly<Record<string, string>>, spans: readonly Span[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [{ scope: { name: "rolebridge" }, spans: spans.map(spanOf) }],
      },
    ],
  });
}

function spanOf(span: Span): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: span.startedAt.toString(),
    endTimeUnixNano: span.endedAt.toString(),
    attributes: attributesOf(span.attributes),
    status: span.isFailed ? { code: STATUS_ERROR } : {},
  };
}

function attributesOf(attributes: Readonly<Record<string, string | number>>): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { doubleValue: value } : { stringValue: value },
  }));
}
