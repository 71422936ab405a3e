import { createHash } from "node:crypto";
import { Secret } from "../../secret/secret";
import type { Randomness } from "../surroundings";

const BYTES = 32;

/** 256 bits, as text that may stand in an address. */
export function newHandle(random: Randomness): Secret {
  return new Secret(Buffer.from(random.bytes(BYTES)).toString("base64url"));
}

/** What the database keeps of a secret that a browser holds: who reads the table cannot use it. */
export function hashOf(secret: Secret): Uint8Array {
  return new Uint8Array(createHash("sha256").update(secret.reveal()).digest());
}
