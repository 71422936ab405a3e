import { z } from "zod";
import { optional, type Setting, withDefault } from "./setting";
import { endpointValue, headersValue, integerValue, tokenHashValue } from "./values";

/** What concerns whoever runs Rolebridge: watching it, and ending it in order. */
export const OPERATION_SETTINGS = {
  metricsTokenSha256: optional({
    name: "ROLEBRIDGE_METRICS_TOKEN_SHA256",
    description:
      "SHA-256, in hex, of the bearer token that may read `/metrics`. Without it only a program on the same machine may, and only directly, not through a proxy.",
    schema: tokenHashValue,
  }),
  drainSeconds: withDefault({
    name: "ROLEBRIDGE_DRAIN_SECONDS",
    description:
      "How long an instance that was sent SIGTERM still takes requests, while `/readyz` says no already: longer than your load balancer needs to notice. Requests under way are then finished, all within 28 seconds.",
    defaultText: "5",
    schema: integerValue(0, 20, "seconds"),
  }),
  otlpTracesEndpoint: optional({
    name: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    description:
      "Where traces are sent: full address of an OpenTelemetry collector's trace endpoint, OTLP over HTTP with JSON, e.g. `http://127.0.0.1:4318/v1/traces`. Spans hold names, times and stable codes: no person, no secret, no query.",
    defaultDescription: "`<OTEL_EXPORTER_OTLP_ENDPOINT>/v1/traces`; without both, nothing is traced",
    schema: endpointValue,
  }),
  otlpEndpoint: optional({
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    description: "Base address of an OpenTelemetry collector, e.g. `http://127.0.0.1:4318`.",
    schema: endpointValue,
  }),
  otlpHeaders: optional({
    name: "OTEL_EXPORTER_OTLP_HEADERS",
    description: "Headers for the collector: `name=value` pairs separated by commas, values percent-encoded.",
    schema: headersValue,
    secret: true,
  }),
  otlpProtocol: withDefault({
    name: "OTEL_EXPORTER_OTLP_PROTOCOL",
    description: "Only `http/json` is spoken; collectors take it on the port of `http/protobuf`.",
    defaultText: "http/json",
    schema: z.literal("http/json", { error: "must be `http/json`: nothing else is spoken" }) as z.ZodType<
      "http/json",
      string
    >,
  }),
  otelServiceName: withDefault({
    name: "OTEL_SERVICE_NAME",
    description: "Name of this service in traces.",
    defaultText: "rolebridge",
    schema: z.string().max(100, "must have at most 100 characters"),
  }),
} as const satisfies Record<string, Setting<unknown>>;
