"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action } from "@/app/_http/action";
import { checked, lines, text, textOrNull, withoutAbsent, withoutEmpty } from "../_forms/read-form";

function accountBody(form: FormData): Readonly<Record<string, unknown>> {
  return {
    accountId: text(form, "accountId")?.replaceAll(/[\s-]/g, ""),
    name: text(form, "name"),
    alias: textOrNull(form, "alias"),
    partition: text(form, "partition"),
    region: textOrNull(form, "region"),
    color: textOrNull(form, "color"),
    fallbackRegions: lines(form, "fallbackRegions"),
    useFips: checked(form, "useFips"),
    useDualStack: checked(form, "useDualStack"),
    stsEndpoint: textOrNull(form, "stsEndpoint"),
  };
}

export const createAccount = action<string>(async ({ rolebridge, person, form }) => {
  const account = await rolebridge.admin.accounts.create(person, withoutEmpty(accountBody(form)));
  redirect(`/admin/accounts/${account.accountId}?added=1`);
});

export const updateAccount = action<string>(async ({ rolebridge, person, form }) => {
  const account = await rolebridge.admin.accounts.update(
    person,
    text(form, "id") ?? "",
    withoutAbsent(accountBody(form)),
  );
  revalidatePath("/admin/accounts", "layout");
  return `${account.name} saved`;
});

export const deleteAccount = action<never>(async ({ rolebridge, person, form }) => {
  await rolebridge.admin.accounts.delete(person, text(form, "id") ?? "");
  redirect("/admin/accounts");
});
