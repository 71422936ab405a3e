import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { AppError } from "../errors/app-error";
import { otlpExporter } from "./otlp";
import { type Span, span, traced, traceTo } from "./trace";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";

afterEach(() => traceTo(undefined));

function collected(): Span[] {
  const spans: Span[] = [];
  traceTo((each) => spans.push(each));
  return spans;
}

it("does nothing but the work when nobody takes spans", async () => {
  expect(await span("work", {}, async () => 7)).toBe(7);
});

it("makes the spans of one request one trace, under the caller's", async () => {
  const spans = collected();
  const store = traced("database.audit", "client", { append: async () => "done", name: () => "sync" });
  await span("request", { kind: "server", traceparent: `00-${TRACE}-${PARENT}-01` }, async () => {
    expect(store.name()).toBe("sync");
    await store.append();
  });
  const [inner, outer] = spans;
  expect(inner).toMatchObject({ name: "database.audit.append", traceId: TRACE, parentSpanId: outer?.spanId });
  expect(outer).toMatchObject({ name: "request", traceId: TRACE, parentSpanId: PARENT, isFailed: false });
  expect(spans).toHaveLength(2);
});

it("follows a caller who does not record, and believes no malformed header", async () => {
  const spans = collected();
  await span("unsampled", { traceparent: `00-${TRACE}-${PARENT}-00` }, async () => undefined);
  expect(spans).toEqual([]);
  for (const traceparent of [
    "",
    "garbage",
    `00-${"0".repeat(32)}-${PARENT}-01`,
    `ff-${TRACE}-${PARENT}-01`,
  ]) {
    await span("own", { traceparent }, async () => undefined);
  }
  expect(spans).toHaveLength(4);
  expect(spans.every(({ traceId, parentSpanId }) => traceId !== TRACE && parentSpanId === undefined)).toBe(
    true,
  );
});

it("says our stable code of a failure and nothing that a library says", async () => {
  const spans = collected();
  const failing = async (error: Error) => {
    await expect(span("work", {}, () => Promise.reject(error))).rejects.toBe(error);
  };
  await failing(new AppError("store.unavailable"));
  await failing(Object.assign(new Error("canary-7f3a in SQL"), { code: "canary-7f3a" }));
  expect(spans.map(({ isFailed }) => isFailed)).toEqual([true, true]);
  expect(spans[0]?.attributes).toEqual({ "error.type": "store.unavailable" });
  expect(spans[1]?.attributes).toEqual({});
});

it("sends OTLP in JSON to the collector, and loses spans rather than requests when it is gone", async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      bodies.push(`${request.headers["x-key"]} ${body}`);
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  const lost: unknown[] = [];
  const options = { url, headers: { "x-key": "k" }, resource: { "service.name": "rolebridge" } };
  const exporter = otlpExporter({ ...options, onLost: (error) => lost.push(error) });
  traceTo(exporter.add);
  await span("work", { attributes: { "url.path": "/", status: 200 } }, async () => undefined);
  await exporter.flush();
  const [key, body = ""] = (bodies[0] ?? "").split(/ (.*)/s);
  expect(key).toBe("k");
  const sent = JSON.parse(body).resourceSpans[0];
  expect(sent.resource.attributes).toEqual([{ key: "service.name", value: { stringValue: "rolebridge" } }]);
  const [only] = sent.scopeSpans[0].spans;
  expect(only).toMatchObject({ name: "work", kind: 1, status: {} });
  expect(only.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(only.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(BigInt(only.endTimeUnixNano) >= BigInt(only.startTimeUnixNano)).toBe(true);
  server.close();
  server.closeAllConnections();
  await span("after", {}, async () => undefined);
  await exporter.close();
  expect(lost).toHaveLength(1);
});
