// @ts-check
/** The secrets of one sandbox: made at its first start, kept readable by their owner only. */
import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * @typedef {object} SandboxSecrets
 * @property {string} cookieSecret
 * @property {string} sealingKey base64 of 32 bytes
 * @property {string} adminToken bearer token for /api/v1
 * @property {string} oidcClientSecret
 */

/** @param {string} folder */
const secretsFile = (folder) => join(folder, "secrets.json");

/**
 * @param {string} folder
 * @returns {Promise<SandboxSecrets>}
 */
export async function secretsIn(folder) {
  const kept = await readFile(secretsFile(folder), "utf8").catch(() => undefined);
  if (kept !== undefined) {
    return JSON.parse(kept);
  }
  const made = {
    cookieSecret: randomBytes(32).toString("base64url"),
    sealingKey: randomBytes(32).toString("base64"),
    adminToken: `rbsandbox_${randomBytes(32).toString("base64url")}`,
    oidcClientSecret: randomBytes(32).toString("base64url"),
  };
  await writeFile(secretsFile(folder), JSON.stringify(made, null, 2), { mode: 0o600 });
  return made;
}

/** @param {string} text */
export const sha256Hex = (text) => createHash("sha256").update(text).digest("hex");
