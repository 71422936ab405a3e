import type { Target } from "../../entitlements/model";
import type { TrustSettings } from "../trust-settings";

/** What the texts cannot do for a target, each a sentence or two. */
export function notesFor(target: Target, settings: TrustSettings): readonly string[] {
  return [noteOnKind(target, settings), noteOnTags(target)].filter((note) => note !== undefined);
}

function noteOnTags({ name, useConnectionTags }: Target): string | undefined {
  return useConnectionTags
    ? `${name} also carries the session tags of its people's connection. The texts allow the keys that connections set today: set it up again when a connection gets another.`
    : undefined;
}

function noteOnKind(target: Target, settings: TrustSettings): string | undefined {
  switch (target.kind) {
    case "saml":
      return target.encryptionCertificate === undefined
        ? undefined
        : `Provider for ${target.name}: assertions are encrypted. Its private key is made and kept by AWS's administrator: in IAM, open the provider and require encryption there.`;
    case "saml-relay":
      return `${target.providerArn} stands for the company identity provider. Where the account trusts that already, the provider exists and stays its owner's: choose that the identity provider is there, or leave it out of the text.`;
    case "web-identity":
      return noteOnIssuer(settings.issuer);
    case "assume-role":
      return target.hubRoleArn === undefined
        ? undefined
        : `Set up the account of the hub role ${target.hubRoleArn} first: IAM lets a trust policy name only roles that exist.`;
    case "federation-token":
    case "session-token":
      return `The IAM user ${target.accessKey.userArn} exists already, and its own permissions decide what sessions may do.`;
  }
}

/** IAM takes issuers with https and without a port (IAM User Guide, create an OpenID Connect provider). */
function noteOnIssuer(issuer: string): string | undefined {
  const { protocol, port } = new URL(issuer);
  if (protocol === "https:" && port === "") return undefined;
  return `AWS does not take ${issuer} as an issuer: it must begin with https:// and have no port, and AWS must reach it from the Internet.`;
}
