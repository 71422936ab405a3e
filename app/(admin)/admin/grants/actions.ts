"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action } from "@/app/_http/action";
import { number, text, textOrNull, utcInstant, withoutAbsent, withoutEmpty } from "../_forms/read-form";

function principal(form: FormData): Readonly<Record<string, unknown>> {
  switch (text(form, "principalKind")) {
    case "user":
      return { user: text(form, "user") };
    case "attribute":
      return { attribute: text(form, "attribute"), equals: text(form, "equals") };
    default:
      return { group: text(form, "group") };
  }
}

function grantBody(form: FormData): Readonly<Record<string, unknown>> {
  return {
    targetId: textOrNull(form, "targetId"),
    connection: textOrNull(form, "connection"),
    principal: principal(form),
    notBefore: utcInstant(form, "notBefore"),
    expiresAt: utcInstant(form, "expiresAt"),
    maxDurationSeconds: number(form, "maxDurationSeconds"),
    note: textOrNull(form, "note"),
  };
}

export const createGrant = action<string>(async ({ rolebridge, person, form }) => {
  const grant = await rolebridge.admin.grants.create(person, withoutEmpty(grantBody(form)));
  redirect(`/admin/grants/${grant.id}?added=1`);
});

export const updateGrant = action<string>(async ({ rolebridge, person, form }) => {
  const { targetId: _stays, ...body } = grantBody(form);
  await rolebridge.admin.grants.update(person, text(form, "id") ?? "", withoutAbsent(body));
  revalidatePath("/admin/grants", "layout");
  return "Grant saved";
});

export const deleteGrant = action<never>(async ({ rolebridge, person, form }) => {
  await rolebridge.admin.grants.delete(person, text(form, "id") ?? "");
  redirect("/admin/grants");
});
