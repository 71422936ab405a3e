"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action } from "@/app/_http/action";
import { checked, lines, text, withoutEmpty } from "../_forms/read-form";

function given(form: FormData, name: string): string | undefined {
  const value = text(form, name);
  return value === "" ? undefined : value;
}

function attributeMapping(form: FormData): Readonly<Record<string, readonly string[]>> | undefined {
  const mapping = Object.fromEntries(
    ["username", "email", "displayName", "groups"]
      .map((name) => [name, lines(form, `mapping.${name}`)] as const)
      .filter(([, names]) => names.length > 0),
  );
  return Object.keys(mapping).length > 0 ? mapping : undefined;
}

function scopes(form: FormData): readonly string[] | undefined {
  const value = given(form, "scopes");
  return value?.split(/\s+/);
}

function connectionBody(form: FormData): Record<string, unknown> {
  const isSaml = text(form, "kind") === "saml";
  return withoutEmpty({
    slug: given(form, "slug"),
    displayName: text(form, "displayName"),
    attributeMapping: attributeMapping(form),
    ...(isSaml
      ? {
          metadataUrl: given(form, "metadataUrl"),
          metadataXml: given(form, "metadataXml"),
          allowIdpInitiated: checked(form, "allowIdpInitiated"),
        }
      : {
          issuer: given(form, "issuer"),
          clientId: given(form, "clientId"),
          clientSecret: given(form, "clientSecret"),
          scopes: scopes(form),
        }),
  });
}

export const createConnection = action<string>(async ({ rolebridge, person, form }) => {
  const connection = await rolebridge.admin.connections.create(person, {
    ...connectionBody(form),
    kind: text(form, "kind"),
  });
  redirect(`/admin/connections/${connection.slug}?added=1`);
});

export const updateConnection = action<string>(async ({ rolebridge, person, form }) => {
  const connection = await rolebridge.admin.connections.update(person, text(form, "id") ?? "", {
    ...connectionBody(form),
    enabled: checked(form, "enabled"),
  });
  revalidatePath("/admin/connections", "layout");
  return `${connection.displayName} saved`;
});

export const deleteConnection = action<never>(async ({ rolebridge, person, form }) => {
  await rolebridge.admin.connections.delete(person, text(form, "id") ?? "");
  redirect("/admin/connections");
});
