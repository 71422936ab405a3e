import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

/** A piece of work with its beginning and end, in OpenTelemetry's sense. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startedAt: bigint;
  readonly endedAt: bigint;
  readonly attributes: Attributes;
  readonly isFailed: boolean;
}

export type SpanKind = "server" | "internal" | "client";
/** Words and numbers: never a person, a secret, a query string or the text of a statement. */
export type Attributes = Readonly<Record<string, string | number>>;

/** Takes spans that are over. */
export type SpanSink = (span: Span) => void;

/** Whose work this is part of. */
interface Context {
  readonly traceId: string;
  readonly spanId: string | undefined;
  readonly isSampled: boolean;
}

interface Tracing {
  sink: SpanSink | undefined;
  readonly current: AsyncLocalStorage<Context>;
}

/** Bundles have modules of their own each; a process has one of these. */
const KEY = Symbol.for("rolebridge.tracing");

function tracing(): Tracing {
  const scope = globalThis as typeof globalThis & { [KEY]?: Tracing };
  scope[KEY] ??= { sink: undefined, current: new AsyncLocalStorage() };
  return scope[KEY];
}

/** From now on spans are made and given to the sink; to none when it is undefined. */
export function traceTo(sink: SpanSink | undefined): void {
  tracing().sink = sink;
}

export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** `traceparent` header of whoever called us. */
  readonly traceparent?: string | undefined;
}

/** What the work may still say of itself. */
export type Describe = (attributes: Attributes) => void;

interface OpenSpan {
  readonly context: Context;
  readonly describe: Describe;
  end(failure?: { readonly error: unknown }): void;
}

/** Undefined when nobody takes it. */
function open(name: string, options: SpanOptions): OpenSpan | undefined {
  const { sink, current } = tracing();
  if (sink === undefined) return undefined;
  const parent = current.getStore() ?? remoteParent(options.traceparent);
  const spanId = randomBytes(8).toString("hex");
  const isSampled = parent?.isSampled ?? true;
  const context = { traceId: parent?.traceId ?? randomBytes(16).toString("hex"), spanId, isSampled };
  const attributes: Record<string, string | number> = { ...options.attributes };
  const startedAt = nowNanos();
  const describe: Describe = (more) => {
    Object.assign(attributes, more);
  };
  const end: OpenSpan["end"] = (failure) => {
    if (!isSampled) return;
    const code = codeOf(failure?.error);
    if (code !== undefined) attributes["error.type"] = code;
    sink({
      traceId: context.traceId,
      spanId,
      parentSpanId: parent?.spanId,
      name,
      kind: options.kind ?? "internal",
      startedAt,
      endedAt: nowNanos(),
      attributes,
      isFailed: failure !== undefined,
    });
  };
  return { context, describe, end };
}

/**
 * Runs work as a span of the current trace, or of a new one. Without a sink it only runs it: nothing is made,
 * nothing is measured.
 */
export async function span<T>(
  name: string,
  options: SpanOptions,
  work: (describe: Describe) => Promise<T>,
): Promise<T> {
  const opened = open(name, options);
  if (opened === undefined) return work(() => undefined);
  try {
    const result = await tracing().current.run(opened.context, () => work(opened.describe));
    opened.end();
    return result;
  } catch (error) {
    opened.end({ error });
    throw error;
  }
}

/** Every method of the object that gives a promise as a span named `prefix.method`; the others as they are. */
export function traced<T extends object>(prefix: string, kind: SpanKind, object: T): T {
  const entries = Object.entries(object).map(([name, member]: [string, unknown]) => {
    if (typeof member !== "function") return [name, member];
    const method = (...args: readonly unknown[]): unknown => {
      const opened = open(`${prefix}.${name}`, { kind });
      if (opened === undefined) return Reflect.apply(member, object, args);
      const given: unknown = tracing().current.run(opened.context, () => Reflect.apply(member, object, args));
      if (given instanceof Promise) {
        given.then(
          () => opened.end(),
          (error: unknown) => opened.end({ error }),
        );
      }
      return given;
    };
    return [name, method];
  });
  return Object.fromEntries(entries) as T;
}

/**
 * W3C Trace Context, section 3.2. The flag tells whether the caller records its part; ours follows, so that a
 * sampling front decides for the whole. All zeroes is no id.
 */
function remoteParent(traceparent: string | undefined): Context | undefined {
  const match = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? "");
  const [, traceId, spanId, flags] = match ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Our own stable codes only: a foreign message may hold anything. */
function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" && /^[a-z]+\.[a-z_]+$/.test(code) ? code : undefined;
}

function nowNanos(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1_000)) * 1_000n;
}
