// @ts-check
/** The secrets of one sandbox: made at its first start, kept readable by their owner only. */
import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Accounts of the IAM users whose access keys Rolebridge is given. */
const IAM_USERS = {
  rolebridge: "557201938846",
  harbourline: "265048193377",
  "manifest-reader": "265048193377",
  "break-glass": "418273650912",
};
const MFA_USERS = /** @type {const} */ (["harbourline", "break-glass"]);

/** @typedef {keyof typeof IAM_USERS} IamUser */

/**
 * @typedef {object} SandboxSecrets
 * @property {string} cookieSecret
 * @property {string} sealingKey base64 of 32 bytes
 * @property {string} adminToken bearer token for /api/v1
 * @property {string} oidcClientSecret
 * @property {Record<IamUser, { accessKeyId: string, secretAccessKey: string }>} accessKeys
 * @property {Record<typeof MFA_USERS[number], string>} mfaSeeds base32
 */

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** @param {number} length */
const base32 = (length) => Array.from(randomBytes(length), (byte) => BASE32.charAt(byte % 32)).join("");

/**
 * The id holds the account's number, as AWS's do and as its GetAccessKeyInfo reads them: of 80 bits the first is
 * set, the next 40 are the number.
 * @param {string} accountId
 */
function accessKey(accountId) {
  const random = BigInt(`0x${randomBytes(5).toString("hex")}`) & ((1n << 39n) - 1n);
  const bits = (1n << 79n) | (BigInt(accountId) << 39n) | random;
  const digits = Array.from({ length: 16 }, (_, at) =>
    BASE32.charAt(Number((bits >> BigInt(75 - 5 * at)) & 31n)),
  );
  return { accessKeyId: `AKIA${digits.join("")}`, secretAccessKey: randomBytes(30).toString("base64") };
}

/** @returns {SandboxSecrets} */
function newSecrets() {
  return {
    cookieSecret: randomBytes(32).toString("base64url"),
    sealingKey: randomBytes(32).toString("base64"),
    adminToken: `rbsandbox_${randomBytes(32).toString("base64url")}`,
    oidcClientSecret: randomBytes(32).toString("base64url"),
    accessKeys: /** @type {SandboxSecrets["accessKeys"]} */ (
      Object.fromEntries(Object.entries(IAM_USERS).map(([user, account]) => [user, accessKey(account)]))
    ),
    mfaSeeds: /** @type {SandboxSecrets["mfaSeeds"]} */ (
      Object.fromEntries(MFA_USERS.map((user) => [user, base32(32)]))
    ),
  };
}

/** @param {string} folder */
const secretsFile = (folder) => join(folder, "secrets.json");

/**
 * A folder of an older sandbox keeps what it has and gets what is new.
 * @param {string} folder
 * @returns {Promise<SandboxSecrets>}
 */
export async function secretsIn(folder) {
  const kept = await readFile(secretsFile(folder), "utf8").catch(() => "{}");
  const fresh = newSecrets();
  const known = JSON.parse(kept);
  const secrets = { ...fresh, ...known };
  if (Object.keys(fresh).some((name) => !(name in known))) {
    await writeFile(secretsFile(folder), JSON.stringify(secrets, null, 2), { mode: 0o600 });
  }
  return secrets;
}

/** @param {string} text */
export const sha256Hex = (text) => createHash("sha256").update(text).digest("hex");
