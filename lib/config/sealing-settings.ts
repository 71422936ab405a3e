import { optional } from "./setting";
import { endpointValue, keyValue, kmsKeyValue } from "./values";

/** What seals, and what is sealed with still while keys are changed. Part of the table in `settings.ts`. */
export const SEALING_SETTINGS = {
  sealingKey: optional({
    name: "ROLEBRIDGE_SEALING_KEY",
    description:
      "Seals signing keys, client secrets and access keys in the database. Base64 of 32 random bytes: `openssl rand -base64 32`. The same on every instance. Keep it apart from database backups; without it sealed keys cannot be opened again. Needed unless `ROLEBRIDGE_SEALING_KMS_KEY` is set. docs/operations/keys.md says how to change it.",
    schema: keyValue,
    secret: true,
  }),
  sealingKmsKey: optional({
    name: "ROLEBRIDGE_SEALING_KMS_KEY",
    description:
      "ARN of a symmetric key in AWS KMS that seals instead of `ROLEBRIDGE_SEALING_KEY`: the database holds a data key as KMS encrypted it, and Rolebridge has it opened at every start, with its own AWS identity (`kms:GenerateDataKey`, `kms:Decrypt`).",
    schema: kmsKeyValue,
  }),
  previousSealingKey: optional({
    name: "ROLEBRIDGE_PREVIOUS_SEALING_KEY",
    description:
      "The key that values are still sealed with, while it is replaced. Remove it when `npm run sealing -- renew` says so.",
    schema: keyValue,
    secret: true,
  }),
  previousSealingKmsKey: optional({
    name: "ROLEBRIDGE_PREVIOUS_SEALING_KMS_KEY",
    description: "The same for a key in AWS KMS.",
    schema: kmsKeyValue,
  }),
  kmsEndpoint: optional({
    name: "AWS_ENDPOINT_URL_KMS",
    description:
      "Sends calls of AWS KMS here instead of to AWS (the AWS SDKs' own variable). For private endpoints and tests.",
    defaultDescription: "the regional endpoint of the key",
    schema: endpointValue,
    weakens: (value) =>
      value
        ? {
            because: "Whoever answers there knows the key that seals everything.",
            mend: "Remove it, unless it is your own endpoint of AWS KMS.",
          }
        : undefined,
  }),
};
