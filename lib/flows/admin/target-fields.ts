import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { MAX_POLICY_ARNS, MAX_SESSION_POLICY } from "../../aws/session-policies";
import { TARGET_KINDS } from "../../entitlements/model";
import { flag, label, note, sessionSecondsUpTo, wanted } from "./fields";
import { sessionTagRules } from "./session-tag-fields";

/** What the bodies of targets are made of, field by field; which kind takes which is in `target-kinds.ts`. */

const DEFAULT_SECONDS = 3_600;

const sessionPolicy = z
  .string({ error: wanted("a JSON policy as text") })
  .max(MAX_SESSION_POLICY, `must have at most ${MAX_SESSION_POLICY} characters, as STS takes it`)
  .refine(isJsonObject, "must be a JSON policy document");

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const policyArn = z
  .string({ error: wanted("text") })
  .regex(
    /^arn:[a-z-]+:iam::(aws|[0-9]{12}):policy\/[\w+=,.@/-]{1,512}$/,
    "must be the ARN of a managed policy",
  );

/** AWS encrypts nothing here: we encrypt to the key pair whose private half the IAM provider holds. */
const encryptionCertificate = z
  .string({ error: wanted("a certificate in PEM") })
  .max(10_000, "must have at most 10000 characters")
  .transform((text, context) => {
    try {
      const certificate = new X509Certificate(text);
      if (certificate.publicKey.asymmetricKeyType === "rsa") return certificate.toString();
      context.addIssue("must hold an RSA key: AWS decrypts with nothing else");
    } catch {
      context.addIssue(
        text.includes("PRIVATE KEY")
          ? "is a private key, which belongs to AWS alone: enter the certificate"
          : "must be a certificate in PEM, beginning with -----BEGIN CERTIFICATE-----",
      );
    }
    return z.NEVER;
  });

/** STS service model: ExternalId, SerialNumber. */
const externalId = z
  .string({ error: wanted("text") })
  .regex(/^[\w+=,.@:/-]{2,1224}$/, "must be 2 to 1224 letters, digits or any of + = , . @ : / - _");
const mfaSerial = z
  .string({ error: wanted("text") })
  .regex(
    /^[\w+=/:,.@-]{9,256}$/,
    "must be the serial number or the ARN of an MFA device, like arn:aws:iam::123456789012:mfa/ada",
  );

const commonFields = {
  accountId: z
    .string({ error: wanted("text") })
    // People paste 1111-2222-3333 from the AWS console.
    .transform((text) => text.replace(/[\s-]/g, "")),
  name: label(64),
  kind: z.enum(TARGET_KINDS, {
    error: (issue) =>
      issue.input === undefined ? "is required" : `must be one of: ${TARGET_KINDS.join(", ")}`,
  }),
  // 36 hours; the limit of the kind follows when it is known.
  maxDurationSeconds: sessionSecondsUpTo(129_600).default(DEFAULT_SECONDS),
  sessionTags: sessionTagRules.default([]),
  useConnectionTags: flag.default(false),
  transitiveTagKeys: z.array(z.string({ error: wanted("text") }), { error: "must be a list" }).default([]),
  sourceIdentity: flag.default(false),
  sessionPolicy: sessionPolicy.optional(),
  policyArns: z
    .array(policyArn, { error: "must be a list" })
    .max(MAX_POLICY_ARNS, `must have at most ${MAX_POLICY_ARNS} policies`)
    .default([]),
  requireReason: flag.optional(),
  freshSignInSeconds: z
    .number({ error: wanted("a number of seconds") })
    .int("must be a whole number of seconds")
    .min(300, "must be at least 300 seconds (5 minutes)")
    .max(43_200, "must be at most 43200 seconds (12 hours)")
    .optional(),
  requireMfa: flag.default(false),
  requirePasskey: flag.default(false),
  destination: label(2_000).optional(),
  description: note(500).optional(),
};

const settingFields = {
  roleArn: label(2_048).optional(),
  roleMaxDurationSeconds: z
    .number({ error: wanted("a number of seconds") })
    .int("must be a whole number of seconds")
    .min(3_600, "must be at least 3600 seconds: IAM takes no less")
    .max(43_200, "must be at most 43200 seconds: IAM takes no more")
    .optional(),
  providerArn: label(2_048).optional(),
  recipient: label(2_000).optional(),
  encryptionCertificate: encryptionCertificate.optional(),
  relayConnection: z.string({ error: wanted("the slug of a connection") }).optional(),
  audience: z
    .string({ error: wanted("text") })
    .regex(/^[\x21-\x7e]{1,255}$/, "must have 1 to 255 characters without spaces")
    .optional(),
  accessKeyId: z.string({ error: wanted("the id of an access key") }).optional(),
  hubRoleArn: label(2_048).optional(),
  externalId: externalId.optional(),
  mfaSerial: mfaSerial.optional(),
};

export const targetSchema = z.strictObject(
  { ...commonFields, ...settingFields },
  { error: "must be a JSON object" },
);

export type TargetInput = z.output<typeof targetSchema>;
/** A field that only some kinds have. */
export type SettingField = keyof typeof settingFields;
export const SETTING_FIELDS = Object.keys(settingFields) as readonly SettingField[];
