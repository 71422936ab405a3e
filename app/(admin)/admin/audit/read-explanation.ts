import type { AuditEvent } from "@/lib/audit/event";
import type { RefusalExplanation } from "@/lib/trust/explain/explanation";

/**
 * The explanation in the detail of a refusal. The detail is what was written at the time, perhaps by an older
 * version, so its shape is looked at before it is believed.
 */
export function explanationIn({ detail }: AuditEvent): Omit<RefusalExplanation, "hints"> | undefined {
  const { explanation, awsCode, awsMessage } = detail;
  if (!isObject(explanation)) return undefined;
  const { meaning, causes, sent } = explanation;
  if (typeof meaning !== "string" || !Array.isArray(causes) || !isObject(sent)) return undefined;
  if (!(isObject(sent.parameters) && causes.every(isCause))) return undefined;
  const words = { awsCode: text(awsCode), awsMessage: text(awsMessage) };
  return { ...(explanation as unknown as RefusalExplanation), ...words };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const CERTAINTIES: readonly unknown[] = ["certain", "likely", "possible"];

function isCause(value: unknown): boolean {
  return isObject(value) && CERTAINTIES.includes(value.certainty) && typeof value.what === "string";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
