"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action } from "@/app/_http/action";
import { checked, lines, number, text, textOrNull, withoutAbsent, withoutEmpty } from "../_forms/read-form";

/** `Key=value` or `Key=$attribute`. */
function tagRule(line: string): Readonly<Record<string, string>> {
  const at = line.indexOf("=");
  const key = at < 0 ? line : line.slice(0, at).trim();
  const value = at < 0 ? "" : line.slice(at + 1).trim();
  return value.startsWith("$") ? { key, attribute: value.slice(1) } : { key, value };
}

function targetBody(form: FormData): Readonly<Record<string, unknown>> {
  return {
    accountId: textOrNull(form, "accountId"),
    name: text(form, "name"),
    description: textOrNull(form, "description"),
    maxDurationSeconds: number(form, "maxDurationSeconds"),
    roleArn: textOrNull(form, "roleArn"),
    providerArn: textOrNull(form, "providerArn"),
    destination: textOrNull(form, "destination"),
    sessionTags: lines(form, "sessionTags").map(tagRule),
    transitiveTagKeys: lines(form, "transitiveTagKeys"),
    sourceIdentity: checked(form, "sourceIdentity"),
    sessionPolicy: textOrNull(form, "sessionPolicy"),
    policyArns: lines(form, "policyArns"),
  };
}

export const createTarget = action<string>(async ({ rolebridge, person, form }) => {
  const body = withoutEmpty({ ...targetBody(form), kind: "saml" });
  const target = await rolebridge.admin.targets.create(person, body);
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
