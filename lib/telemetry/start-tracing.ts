import { hostname } from "node:os";
import { otlpExporter } from "./otlp";
import { traced, traceTo } from "./trace";

export interface TracingOptions {
  /** Full address of the collector's trace endpoint; undefined: nothing is traced. */
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly onLost: (error: unknown) => void;
}

export interface Tracing {
  /** Every port of the object with its methods as spans; the object itself when nothing is traced. */
  ports<T extends object>(prefix: string, kind: "internal" | "client", ports: T): T;
  /** Sends what is waiting, and traces no more. */
  close(): Promise<void>;
}

/** Starts tracing for this process, when there is somewhere to send traces to. */
export function startTracing({ url, headers, serviceName, onLost }: TracingOptions): Tracing {
  if (url === undefined) return { ports: (_prefix, _kind, ports) => ports, close: async () => undefined };
  const resource = { "service.name": serviceName, "service.instance.id": `${hostname()}-${process.pid}` };
  const exporter = otlpExporter({ url, headers, resource, onLost });
  traceTo(exporter.add);
  return {
    ports: tracedPorts,
    close: async () => {
      traceTo(undefined);
      await exporter.close();
    },
  };
}

function tracedPorts<T extends object>(prefix: string, kind: "internal" | "client", ports: T): T {
  const entries = Object.entries(ports).map(([name, port]: [string, unknown]) =>
    typeof port === "object" && port !== null
      ? [name, traced(`${prefix}.${name}`, kind, port)]
      : [name, port],
  );
  return Object.fromEntries(entries) as T;
}
