"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action } from "@/app/_http/action";
import type { AdminUseCases } from "@/lib/flows/admin/admin-use-cases";
import { checked, lines, text, withoutEmpty } from "../_forms/read-form";
import { tagRulesIn } from "../_forms/tag-rules";

function given(form: FormData, name: string): string | undefined {
  const value = text(form, name);
  return value === "" ? undefined : value;
}

/** What was typed, over the names of the chosen provider; undefined leaves it to the defaults. */
function attributeMapping(
  form: FormData,
  presets: AdminUseCases["mappingPresets"],
): Readonly<Record<string, readonly string[]>> | undefined {
  const preset = text(form, "preset") ?? "";
  const typed = Object.fromEntries(
    ["username", "email", "displayName", "groups"]
      .map((name) => [name, lines(form, `mapping.${name}`)] as const)
      .filter(([, names]) => names.length > 0),
  );
  const mapping = { ...(isPreset(preset, presets) ? presets[preset] : {}), ...typed };
  return Object.keys(mapping).length > 0 ? mapping : undefined;
}

function isPreset(name: string, presets: AdminUseCases["mappingPresets"]): name is keyof typeof presets {
  return Object.hasOwn(presets, name);
}

function scopes(form: FormData): readonly string[] | undefined {
  const value = given(form, "scopes");
  return value?.split(/\s+/);
}

function connectionBody(form: FormData, { mappingPresets }: AdminUseCases): Record<string, unknown> {
  const isSaml = text(form, "kind") === "saml";
  return withoutEmpty({
    slug: given(form, "slug"),
    displayName: text(form, "displayName"),
    attributeMapping: attributeMapping(form, mappingPresets),
    sessionTags: tagRulesIn(form, "sessionTags"),
    ...(checked(form, "limitTagAttributes") ? { tagAttributes: lines(form, "tagAttributes") } : {}),
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
    ...connectionBody(form, rolebridge.admin),
    kind: text(form, "kind"),
  });
  redirect(`/admin/connections/${connection.slug}?added=1`);
});

export const updateConnection = action<string>(async ({ rolebridge, person, form }) => {
  const connection = await rolebridge.admin.connections.update(person, text(form, "id") ?? "", {
    ...connectionBody(form, rolebridge.admin),
    enabled: checked(form, "enabled"),
    mfaClaims: lines(form, "mfaClaims"),
    mfaRequest: lines(form, "mfaRequest"),
    ...(checked(form, "limitTagAttributes") ? {} : { tagAttributes: null }),
  });
  revalidatePath("/admin/connections", "layout");
  return `${connection.displayName} saved`;
});

export const deleteConnection = action<never>(async ({ rolebridge, person, form }) => {
  await rolebridge.admin.connections.delete(person, text(form, "id") ?? "");
  redirect("/admin/connections");
});
