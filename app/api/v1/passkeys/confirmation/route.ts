import { api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { readJson } from "@/app/_http/read-body";

/** What the browser answered; from now on it counts for five minutes in this app session. */
export const POST = api(async ({ actor, rolebridge, request }) =>
  json(await rolebridge.stepUp.confirmPasskey(actor, await readJson(request))),
);
