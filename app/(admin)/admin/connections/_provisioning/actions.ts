"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_http/action";
import { checked, text, textOrNull } from "../../_forms/read-form";

export const updateProvisioning = action<string>(async ({ rolebridge, person, form }) => {
  const slug = text(form, "connection") ?? "";
  const { enabled } = await rolebridge.admin.provisioning.update(person, slug, {
    enabled: checked(form, "takesProvisioning"),
    groupsFrom: text(form, "groupsFrom"),
    groupName: text(form, "groupName"),
    matchAttribute: textOrNull(form, "matchAttribute"),
  });
  revalidatePath(`/admin/connections/${slug}`);
  return enabled ? "Provisioning is on" : "Provisioning is off";
});

/** The token goes to the page that asked and is kept nowhere. */
export const makeProvisioningToken = action<{ readonly name: string; readonly token: string }>(
  async ({ rolebridge, person, form }) => {
    const slug = text(form, "connection") ?? "";
    const made = await rolebridge.admin.provisioning.makeToken(person, slug, { name: text(form, "name") });
    revalidatePath(`/admin/connections/${slug}`);
    return { name: made.name, token: made.token.reveal() };
  },
);

export const revokeProvisioningToken = action<null>(async ({ rolebridge, person, form }) => {
  const slug = text(form, "connection") ?? "";
  await rolebridge.admin.provisioning.revokeToken(person, slug, text(form, "id") ?? "");
  revalidatePath(`/admin/connections/${slug}`);
  return null;
});
