import { createPrivateKey } from "node:crypto";
import { fault } from "../faults";
import { checkConstraints } from "../query/constraints";
import type { ProviderPrivateKey, SamlProvider } from "../store/account";
import { privateKeyId } from "../store/ids";

/** What a request changes about a provider's encryption. */
export interface EncryptionChange {
  readonly mode: string | undefined;
  /** PEM, not encrypted. */
  readonly addPrivateKey: string | undefined;
  /** Id of a key. */
  readonly removePrivateKey: string | undefined;
}

export type ProviderEncryption = Pick<SamlProvider, "encryptionMode" | "privateKeys">;

const MAX_KEYS = 2;

/** @throws AwsFault when the outcome would be more than two keys, or none where encryption is required. */
export function changeEncryption(
  current: ProviderEncryption,
  { mode, addPrivateKey, removePrivateKey }: EncryptionChange,
  now: Date,
): ProviderEncryption {
  checkConstraints([
    { field: "addPrivateKey", value: addPrivateKey, min: 1, max: 16_384, printsValue: false },
    {
      field: "removePrivateKey",
      value: removePrivateKey,
      min: 22,
      max: 64,
      pattern: { regex: /^[A-Z0-9]+$/, text: "[A-Z0-9]+" },
    },
  ]);
  if (mode !== undefined && mode !== "Required" && mode !== "Allowed") {
    throw fault("constraints", [
      `Value '${mode}' at 'assertionEncryptionMode' failed to satisfy constraint: Member must satisfy enum value set: [Required, Allowed]`,
    ]);
  }
  if (addPrivateKey !== undefined && removePrivateKey !== undefined) {
    throw fault("invalidInput", "Only one of AddPrivateKey and RemovePrivateKey can be specified.");
  }
  const kept = current.privateKeys.filter(({ keyId }) => keyId !== removePrivateKey);
  if (removePrivateKey !== undefined && kept.length === current.privateKeys.length) {
    throw fault("noSuchEntity", `Private key not found for id ${removePrivateKey}`);
  }
  // Newest first: the order in which they are tried.
  const privateKeys = addPrivateKey === undefined ? kept : [readKey(addPrivateKey, now), ...kept];
  if (privateKeys.length > MAX_KEYS)
    throw fault("invalidInput", `Private key limit of ${MAX_KEYS} is reached.`);
  const encryptionMode = mode ?? current.encryptionMode;
  if (encryptionMode === "Required" && privateKeys.length === 0) {
    throw fault(
      "invalidInput",
      "Unable to set assertion encryption mode to Required because no private key is provided.",
    );
  }
  return { encryptionMode, privateKeys };
}

function readKey(pem: string, timestamp: Date): ProviderPrivateKey {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "rsa") return { keyId: privateKeyId(), timestamp, key };
  } catch {
    // OpenSSL's own words are of no use to an administrator of AWS.
  }
  throw fault("invalidInput", "Invalid private key.");
}
