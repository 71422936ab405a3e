"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_http/action";
import { text } from "../_forms/read-form";

export const makeNextKey = action<null>(async ({ rolebridge, person, form }) => {
  await rolebridge.admin.keys.makeNext(person, { purpose: text(form, "purpose") });
  revalidatePath("/admin/keys");
  return null;
});

export const changeKey = action<null>(async ({ rolebridge, person, form }) => {
  await rolebridge.admin.keys.change(person, text(form, "id") ?? "", { status: text(form, "status") });
  revalidatePath("/admin/keys");
  return null;
});
