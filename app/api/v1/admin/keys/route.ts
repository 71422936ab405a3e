import { api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { pageView, signingKeyView } from "@/app/_http/views";

/** The keys AWS knows us by, without their private halves. */
export const GET = api(async ({ actor, rolebridge }) =>
  json(pageView({ items: await rolebridge.admin.keys(actor) }, signingKeyView)),
);
