"use server";

import { redirect } from "next/navigation";
import { action } from "@/app/_http/action";
import { text } from "../../../_forms/read-form";

export const removePasskeys = action<never>(async ({ rolebridge, person, form }) => {
  const id = text(form, "id") ?? "";
  await rolebridge.admin.passkeys.removeAll(person, id);
  redirect(`/admin/people/${id}/passkeys`);
});
