import { api, LIST_QUERY, parseQuery } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { lockDownView } from "@/app/_http/lock-down-view";
import { readJson } from "@/app/_http/read-body";
import { pageView } from "@/app/_http/views";

/** Those in force first. */
export const GET = api(async ({ actor, rolebridge, request }) =>
  json(pageView(await rolebridge.lockDowns.list(actor, parseQuery(LIST_QUERY, request.url)), lockDownView)),
);

/** Stops issuance: `{scope: "everything"}`, `{scope: "account", accountId}` or `{scope: "person", personId}`, and why. */
export const POST = api(async ({ actor, rolebridge, request }) => {
  const made = await rolebridge.lockDowns.create(actor, await readJson(request));
  return json(lockDownView(made), {
    status: 201,
    headers: { Location: `/api/v1/admin/lock-downs/${made.id}` },
  });
});
