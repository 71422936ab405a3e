/** Wires sealing as it is configured, for the app and for the commands that work on sealed values. */
import { createKmsDataKeys } from "./aws/kms-data-keys";
import type { Config } from "./config/load-config";
import { AppError } from "./errors/app-error";
import { type OpenSealing, openSealing, type SealingSource } from "./keys/open-sealing";
import { configuredSealingKey, createSealingRing, type SealingRing } from "./keys/sealing";
import type { SealingKeyStore } from "./keys/sealing-key-store";

type SealingConfig = Pick<
  Config,
  "sealingKey" | "sealingKmsKey" | "previousSealingKey" | "previousSealingKmsKey" | "kmsEndpoint"
>;

export interface ConfiguredSealing {
  /** Seals and opens nothing before `open`; the stores of the database are made with it. */
  readonly ring: SealingRing;
  /** @throws AppError `keys.*` */
  open(store: SealingKeyStore): Promise<OpenSealing>;
}

function sourceOf(
  key: SealingConfig["sealingKey"],
  kmsKey: SealingConfig["sealingKmsKey"],
): SealingSource | undefined {
  if (kmsKey !== undefined) return { kind: "aws-kms", keyArn: kmsKey };
  return key && { kind: "configured", key: configuredSealingKey(key) };
}

/** @throws AppError `keys.sealing_key_invalid` */
export function configuredSealing(config: SealingConfig): ConfiguredSealing {
  const source = sourceOf(config.sealingKey, config.sealingKmsKey);
  if (source === undefined) throw new AppError("keys.sealing_key_invalid");
  const previous = sourceOf(config.previousSealingKey, config.previousSealingKmsKey);
  const dataKeys = createKmsDataKeys({ endpointUrl: config.kmsEndpoint });
  const ring = createSealingRing();
  return { ring, open: (store) => openSealing({ ring, store, source, previous, dataKeys }) };
}
