"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/app/_http/action";
import { text } from "../_forms/read-form";

export const endSessions = action<null>(async ({ rolebridge, person, form }) => {
  const id = text(form, "id") ?? "";
  await rolebridge.admin.person.endSessions(person, id, text(form, "sessionId"));
  revalidatePath(`/admin/people/${id}`);
  return null;
});

export const moveUserHere = action<null>(async ({ rolebridge, person, form }) => {
  const id = text(form, "id") ?? "";
  await rolebridge.admin.person.moveUserHere(person, id);
  revalidatePath(`/admin/people/${id}`);
  return null;
});
