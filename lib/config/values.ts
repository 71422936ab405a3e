import { createHash } from "node:crypto";
import { z } from "zod";
import { Secret } from "../secret/secret";

/** Readers of setting values: text in, checked value out. Every message says what to do. */

const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** TLS, or a machine talking to itself. */
function isPrivateChannel(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK_HOSTS.has(url.hostname));
}

/** A public origin: scheme, host and port, nothing more; without a trailing slash. */
export const originValue = z.string().transform((text, context) => {
  const url = parseUrl(text);
  if (!url || !isPrivateChannel(url)) {
    context.addIssue(
      "must be an https address (http only for localhost), e.g. https://rolebridge.example.com",
    );
    return z.NEVER;
  }
  if (url.pathname !== "/" || url.search || url.hash || url.username || url.password) {
    context.addIssue(`must be an origin only: use ${url.origin}`);
    return z.NEVER;
  }
  return url.origin;
});

/** An address that requests or browsers are sent to instead of the real one. No trailing slash. */
export const endpointValue = z.string().transform((text, context) => {
  const url = parseUrl(text);
  if (!url || !isPrivateChannel(url) || url.search || url.hash || url.username || url.password) {
    context.addIssue("must be an https address (http only for localhost) without query or user name");
    return z.NEVER;
  }
  return url.href.replace(/\/+$/, "");
});

/** The same, for a service of many regions: `{region}` in it stands for the region. */
export const regionalEndpointValue = z.string().transform((text, context) => {
  const parsed = endpointValue.safeParse(text.replaceAll("{region}", "eu-west-1"));
  if (parsed.success) return text.replace(/\/+$/, "");
  for (const { message } of parsed.error.issues) context.addIssue(message);
  return z.NEVER;
});

// Words of examples and manuals. Long enough that a random secret does not hold one by chance.
const PLACEHOLDER = /change.?me|example|password|rolebridge|replace.?me|insecure|0123456789|abcdefgh/i;

/** A random text of at least 32 characters. What looks typed or copied from a manual is refused. */
export const secretValue = z.string().transform((text, context) => {
  if (text.length < 32) {
    context.addIssue("must have at least 32 characters: make one with `openssl rand -base64 32`");
  } else if (new Set(text).size < 12 || PLACEHOLDER.test(text)) {
    context.addIssue("is not random: make one with `openssl rand -base64 32`");
  }
  return new Secret(text);
});

/** Base64 of exactly 32 random bytes. */
export const keyValue = z.string().transform((text, context) => {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 32 || bytes.toString("base64") !== text) {
    context.addIssue("must be base64 of exactly 32 bytes: make one with `openssl rand -base64 32`");
  } else if (new Set(bytes).size < 16) {
    // 32 random bytes hold fewer than 16 different ones with a probability below 10^-11.
    context.addIssue("is not random: make one with `openssl rand -base64 32`");
  }
  return new Secret(text);
});

/** ARN of a key in AWS KMS. An alias could be pointed at another key, so it is none. */
export const kmsKeyValue = z.string().transform((text, context) => {
  if (!/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,64}$/.test(text)) {
    context.addIssue(
      "must be the ARN of a key in AWS KMS, e.g. arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    );
  }
  return text;
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const GUESSABLE_TOKENS = new Set(
  ["", "admin", "token", "secret", "password", "changeme", "rolebridge", "test"].flatMap((word) => [
    sha256(word),
    sha256(`${word}\n`),
  ]),
);

/** Hex SHA-256 of a bearer token; lower case. */
export const tokenHashValue = z.string().transform((text, context) => {
  const hash = text.toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash)) {
    context.addIssue('must be 64 hexadecimal digits: `printf %s "$TOKEN" | sha256sum`');
  } else if (GUESSABLE_TOKENS.has(hash)) {
    context.addIssue(
      "is the hash of an empty or well-known word: choose a random token, `openssl rand -hex 32`",
    );
  }
  return hash;
});

/** `pglite:<folder>` or `postgres://…`. May hold a password. */
export const databaseUrlValue = z.string().transform((text, context) => {
  const isPglite = /^pglite:./.test(text);
  const isPostgres = /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
  if (!isPglite && !isPostgres) {
    context.addIssue("must be `pglite:<folder>` or `postgres://user:password@host:5432/database`");
  }
  return new Secret(text);
});

/** `name=value,name=value` as in OpenTelemetry's variables; values are percent-encoded and may be secret. */
export const headersValue = z.string().transform((text, context) => {
  const headers: Record<string, Secret> = {};
  for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
    const [, name, value] = /^\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=\s*([\x21-\x7e ]*?)\s*$/.exec(pair) ?? [];
    if (name === undefined || value === undefined || /%(?![0-9A-Fa-f]{2})/.test(value)) {
      context.addIssue("must be `name=value` pairs separated by commas, values percent-encoded");
      return z.NEVER;
    }
    headers[name.toLowerCase()] = new Secret(decodeURIComponent(value));
  }
  return headers as Readonly<Record<string, Secret>>;
});

/** A whole number between two limits, both included. */
export function integerValue(least: number, most: number, unit: string): z.ZodType<number, string> {
  return z.string().transform((text, context) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      context.addIssue(`must be a whole number of ${unit} from ${least} to ${most}`);
      return z.NEVER;
    }
    return value;
  });
}

/** Exactly `true` or `false`: `yes`, `1` and spelling mistakes are refused rather than guessed. */
export const booleanValue: z.ZodType<boolean, string> = z
  .enum(["true", "false"], { error: "must be `true` or `false`" })
  .transform((text) => text === "true");

/** Who has a role in Rolebridge: a group or a user of one connection. */
export type RoleHolder =
  | { readonly connection: string; readonly group: string }
  | { readonly connection: string; readonly user: string };

const HOLDER = /^(?<connection>[a-z0-9][a-z0-9-]{0,62})\/(?<kind>group|user):(?<name>.+)$/su;

function splitList(text: string): readonly string[] | undefined {
  if (!text.startsWith("[")) return text.split(",").map((part) => part.trim());
  try {
    return z.array(z.string()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** `okta/group:platform-admins, okta/user:grace@example.com`; a JSON array when a name holds a comma. */
export const roleHoldersValue = z.string().transform((text, context): readonly RoleHolder[] => {
  const holders: RoleHolder[] = [];
  for (const part of splitList(text) ?? [""]) {
    const { connection, kind, name } = HOLDER.exec(part)?.groups ?? {};
    if (!connection || !name || name.normalize("NFC") !== name) {
      context.addIssue(
        `must be a list of <connection>/group:<name> or <connection>/user:<username>, separated by commas; cannot read ${JSON.stringify(part)}`,
      );
    } else {
      holders.push(kind === "group" ? { connection, group: name } : { connection, user: name });
    }
  }
  return holders;
});

/** A name IAM accepts for a SAML provider. */
export const providerNameValue = z
  .string()
  .regex(/^[\w.-]{1,128}$/, "must be 1 to 128 letters, digits, `.`, `_` or `-`, as IAM accepts it");

/** An entity id: an absolute URI, at most 1,024 characters (SAML Core 8.3.6). */
export const entityIdValue = z
  .string()
  .max(1024, "must have at most 1,024 characters")
  .refine((text) => /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"]+$/.test(text), "must be an absolute URI");

/** How to reach the people who run this: an e-mail address, an https address or a few words. */
export const contactValue = z
  .string()
  .max(200, "must have at most 200 characters")
  .refine(
    (text) => !/[\p{Cc}\p{Cf}]/u.test(text) && !/^\s*(javascript|data|vbscript):/i.test(text),
    "must be an e-mail address, an https address or a few words",
  );

/** An address or name to listen on. */
export const hostValue = z
  .string()
  .regex(/^[A-Za-z0-9.:_-]+$/, "must be an IP address or host name, e.g. 127.0.0.1");
