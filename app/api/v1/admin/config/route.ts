import { api } from "@/app/_http/api";
import { json } from "@/app/_http/json";
import { pageView } from "@/app/_http/views";

/** The configuration in force; secrets are not in it. */
export const GET = api(async ({ actor, rolebridge }) =>
  json(
    pageView({ items: await rolebridge.admin.config(actor) }, ({ name, value, isDefault, weakens }) => ({
      name,
      value,
      isDefault,
      weakens,
    })),
  ),
);
