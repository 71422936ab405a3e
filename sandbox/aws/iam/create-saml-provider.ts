import type { Assumptions } from "../assumptions";
import { fault } from "../faults";
import { checkConstraints } from "../query/constraints";
import { type IdpMetadata, MetadataError, parseIdpMetadata } from "../saml/idp-metadata";
import type { Account, SamlProvider } from "../store/account";
import { samlAcsId } from "../store/ids";
import { changeEncryption, type EncryptionChange } from "./provider-encryption";

/** What IAM shows as the end of a provider; its own, a hundred years on, whatever the metadata says. */
const SHOWN_VALIDITY_MS = 100 * 365 * 86_400_000;

/**
 * Adds a SAML provider, or says why IAM would not.
 * @throws AwsFault
 */
export function addSamlProvider(
  account: Account,
  spec: {
    readonly name: string | undefined;
    readonly metadataXml: string | undefined;
    readonly encryption?: Omit<EncryptionChange, "removePrivateKey">;
  },
  { now, assumptions }: { readonly now: Date; readonly assumptions: Assumptions },
): SamlProvider {
  const { name = "" } = spec;
  checkConstraints([
    {
      field: "name",
      value: spec.name,
      required: true,
      min: 1,
      max: 128,
      pattern: { regex: /^[\w._-]+$/, text: "[\\w._-]+" },
    },
  ]);
  const metadata = readMetadata(spec.metadataXml, assumptions);
  if (account.samlProviders.has(name.toLowerCase())) {
    throw fault("entityAlreadyExists", `Provider with name ${name} already exists.`);
  }
  const encryption = changeEncryption(
    { encryptionMode: undefined, privateKeys: [] },
    { mode: undefined, addPrivateKey: undefined, ...spec.encryption, removePrivateKey: undefined },
    now,
  );
  const provider: SamlProvider = {
    name,
    arn: `arn:${account.partition.name}:iam::${account.accountId}:saml-provider/${name}`,
    acsId: samlAcsId(),
    metadataXml: spec.metadataXml ?? "",
    metadata,
    createDate: now,
    validUntil: new Date(now.getTime() + SHOWN_VALIDITY_MS),
    ...encryption,
  };
  account.samlProviders.set(name.toLowerCase(), provider);
  return provider;
}

/**
 * Reads metadata under IAM's limits.
 * @throws AwsFault ValidationError for its length, InvalidInput for its content.
 */
export function readMetadata(metadataXml: string | undefined, assumptions: Assumptions): IdpMetadata {
  checkConstraints([
    {
      field: "sAMLMetadataDocument",
      value: metadataXml,
      required: true,
      min: 1000,
      max: 10_000_000,
    },
  ]);
  try {
    return parseIdpMetadata(metadataXml ?? "", assumptions.metadataNeedsSsoLocation);
  } catch (error) {
    if (error instanceof MetadataError) throw fault("invalidInput", "Could not parse metadata.");
    throw error;
  }
}
