import { api } from "@/app/_http/api";
import { json } from "@/app/_http/json";

/** The last link of the audit's chain, to be kept elsewhere; null before the first event. */
export const GET = api(async ({ actor, rolebridge }) => {
  const head = await rolebridge.admin.auditHead(actor);
  return json({ head: head === undefined ? null : { position: head.position, hash: head.hash } });
});
