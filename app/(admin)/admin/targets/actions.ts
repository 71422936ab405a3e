"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action } from "@/app/_http/action";
import { text, withoutAbsent, withoutEmpty } from "../_forms/read-form";
import { targetBody } from "./target-body";

export const createTarget = action<string>(async ({ rolebridge, person, form }) => {
  const target = await rolebridge.admin.targets.create(person, withoutEmpty(targetBody(form)));
  redirect(`/admin/targets/${target.id}?added=1`);
});

export const updateTarget = action<string>(async ({ rolebridge, person, form }) => {
  const { accountId: _stays, ...body } = targetBody(form);
  const target = await rolebridge.admin.targets.update(person, text(form, "id") ?? "", withoutAbsent(body));
  revalidatePath("/admin/targets", "layout");
  return `${target.name} saved`;
});

export const deleteTarget = action<never>(async ({ rolebridge, person, form }) => {
  await rolebridge.admin.targets.delete(person, text(form, "id") ?? "");
  redirect("/admin/targets");
});
