"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action } from "@/app/_http/action";
import { text, withoutEmpty } from "../_forms/read-form";

export const createLockDown = action<string>(async ({ rolebridge, person, form }) => {
  const { id } = await rolebridge.lockDowns.create(
    person,
    withoutEmpty({
      scope: text(form, "scope"),
      accountId: text(form, "accountId"),
      personId: text(form, "personId"),
      reason: text(form, "reason"),
    }),
  );
  // The banner stands on every page.
  revalidatePath("/", "layout");
  redirect(`/admin/lock-downs/${id}?added=1`);
});

export const liftLockDown = action<string>(async ({ rolebridge, person, form }) => {
  await rolebridge.lockDowns.lift(person, text(form, "id") ?? "", {
    status: "lifted",
    reason: text(form, "reason"),
  });
  revalidatePath("/", "layout");
  return "The lock-down is lifted.";
});
