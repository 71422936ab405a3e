import { isDeepStrictEqual } from "node:util";
import { type BaseClient, custom, errors, Issuer } from "openid-client";
import type { AppError } from "@/lib/errors/app-error";
import type { OidcProviderSettings } from "@/lib/flows/use-cases";
import type { Runtime } from "@/lib/runtime";

type ConnectOut = Runtime["connectOut"];
type Metadata = OidcProviderSettings["metadata"];

/** Keys that were read are believed for so long while nobody answers at their address (R12). */
const KEEP_WITHOUT_ANSWER_MS = 60 * 60_000;
/** Neither an address that did not answer nor keys that do not hold a token's are asked for at every sign-in. */
const ASK_AGAIN_MS = 30_000;

/** An issuer whose keys have been read. */
export interface KnownIssuer {
  readonly metadata: Metadata;
  readonly issuer: Issuer;
  readonly readAt: number;
  /** Why the guard ended the last of its connections. */
  failure(): AppError | undefined;
}

interface Kept {
  readonly known: KnownIssuer;
  /** For metadata that is newer than the issuer's own, whose keys could not be read. */
  goesOnUntil: number;
}

/** It is there; the package's types leave it out. */
type Reloading = Issuer & { reloadJwksUri(): Promise<void> };

/** By issuer; there are as many as connections. */
const KEPT = new Map<string, Kept>();
/** When its keys were asked for last, by issuer, whatever came of it. */
const ASKED_AT = new Map<string, number>();
const READING = new WeakMap<Metadata, Promise<KnownIssuer>>();

/**
 * next-auth would make a new issuer, and with it ask for the keys anew, at every sign-in. One for as long as its
 * metadata is kept (minutes) remembers the keys, asks again for an unknown `kid` once in half a minute at most,
 * however many tokens name one (O21), and drops keys the provider took away. When the next one's keys cannot be read, the one
 * before goes on for up to an hour, as long as the provider is still described in the same words.
 * @throws what `openid-client` and the guard say of keys that cannot be read
 */
export async function knownIssuer(metadata: Metadata, connectOut: ConnectOut): Promise<KnownIssuer> {
  const kept = KEPT.get(metadata.issuer);
  if (kept !== undefined && (kept.known.metadata === metadata || mayGoOn(kept, metadata))) return kept.known;
  return reading(metadata, connectOut, kept);
}

/**
 * For a token that names a key which is not there. openid-client by itself asks again after a minute at the earliest,
 * and one of its own that asks in vain forgets that it has been read.
 * @returns one whose keys were read later; undefined when there is none and it is too early to ask
 */
export async function newerIssuer(
  known: KnownIssuer,
  connectOut: ConnectOut,
): Promise<KnownIssuer | undefined> {
  const { metadata } = known;
  const kept = KEPT.get(metadata.issuer);
  if (kept !== undefined && kept.known !== known && kept.known.metadata === metadata) return kept.known;
  const isEarly = Date.now() - (ASKED_AT.get(metadata.issuer) ?? 0) < ASK_AGAIN_MS;
  if (isEarly && !READING.has(metadata)) return undefined;
  const newer = await reading(metadata, connectOut, kept);
  return newer === known ? undefined : newer;
}

/** Sign-ins that come while the keys are read wait for the one answer. */
function reading(metadata: Metadata, connectOut: ConnectOut, kept: Kept | undefined): Promise<KnownIssuer> {
  const begun = READING.get(metadata);
  if (begun !== undefined) return begun;
  const made = readKeys(metadata, connectOut, kept).finally(() => READING.delete(metadata));
  READING.set(metadata, made);
  return made;
}

const mayGoOn = ({ known, goesOnUntil }: Kept, metadata: Metadata) =>
  goesOnUntil > Date.now() && isDeepStrictEqual(known.metadata, metadata);

async function readKeys(
  metadata: Metadata,
  connectOut: ConnectOut,
  before: Kept | undefined,
): Promise<KnownIssuer> {
  const issuer = new Issuer({
    issuer: metadata.issuer,
    token_endpoint: metadata.tokenEndpoint,
    jwks_uri: metadata.jwksUri,
    ...(metadata.userinfoEndpoint !== undefined && { userinfo_endpoint: metadata.userinfoEndpoint }),
  });
  const failure = guardRequests(issuer, (url) => {
    // An issuer asks for its keys and nothing else, also when openid-client does by itself.
    ASKED_AT.set(metadata.issuer, Date.now());
    return connectOut(url);
  });
  try {
    await (issuer as Reloading).reloadJwksUri();
    const cutOff = failure();
    if (cutOff) throw cutOff;
  } catch (error) {
    if (before !== undefined && Date.now() - before.known.readAt < KEEP_WITHOUT_ANSWER_MS) {
      before.goesOnUntil = Date.now() + ASK_AGAIN_MS;
      if (mayGoOn(before, metadata)) return before.known;
    }
    // What openid-client judged came over the network whole; of the rest the guard knows more.
    throw error instanceof errors.OPError ? error : (failure() ?? error);
  }
  const known: KnownIssuer = { metadata, issuer, readAt: Date.now(), failure };
  KEPT.set(metadata.issuer, { known, goesOnUntil: 0 });
  return known;
}

/** Sends all requests of an issuer or a client through the guard. @returns why it ended the last of them */
export function guardRequests(
  asking: Issuer | BaseClient,
  connectOut: ConnectOut,
): () => AppError | undefined {
  let failure: () => AppError | undefined = () => undefined;
  asking[custom.http_options] = (url) => {
    const connection = connectOut(url);
    failure = connection.failure;
    // An https agent is an http agent with other sockets; the types say nothing of that.
    return { agent: connection.agent };
  };
  return () => failure();
}
