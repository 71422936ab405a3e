"use server";

import { redirect } from "next/navigation";
import { action } from "@/app/_http/action";
import { text, textOrNull, withoutEmpty } from "../_forms/read-form";

export const createAccessKey = action<string>(async ({ rolebridge, person, form }) => {
  const key = await rolebridge.admin.accessKeys.create(
    person,
    withoutEmpty({
      accessKeyId: text(form, "accessKeyId"),
      secretAccessKey: text(form, "secretAccessKey"),
      note: textOrNull(form, "note"),
      partition: text(form, "partition"),
    }),
  );
  redirect(`/admin/access-keys/${key.accessKeyId}?added=1`);
});

export const deleteAccessKey = action<never>(async ({ rolebridge, person, form }) => {
  await rolebridge.admin.accessKeys.delete(person, text(form, "id") ?? "");
  redirect("/admin/access-keys");
});
