import { type ApiCall, api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { auditEventView } from "@/app/_http/views";

/** One event; of a refusal of AWS its detail holds the plan, what was sent, the causes and the trust policy. */
export const GET = api(async ({ actor, rolebridge, params: { id } }: ApiCall<{ id: string }>) =>
  json(auditEventView(await rolebridge.inspect.auditEvent(actor, id))),
);
