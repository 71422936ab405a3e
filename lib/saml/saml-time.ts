import { refusal } from "./refusal";

const UTC = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/;

/**
 * xs:dateTime as SAML has it: in UTC, written with `Z` (saml-core 1.3.3). `Date` alone would also read
 * "Jan 1 2099", take a time without zone as local, and turn 30 February into March.
 * Digits beyond milliseconds are cut off.
 */
export function parseSamlTime(text: string): Date | undefined {
  const [, seconds, fraction = ""] = UTC.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  const time = new Date(`${seconds}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
  const exists = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(seconds);
  return exists ? time : undefined;
}

/** @throws AppError `signin.response_refused` `time_invalid` */
export function readSamlTime(text: string, what: string): Date {
  const time = parseSamlTime(text);
  if (!time) throw refusal("time_invalid", `${what} "${text.slice(0, 64)}" is not a time in UTC`);
  return time;
}

/** The moment of judgement, and how far the two clocks may be apart. */
export interface Judgement {
  readonly now: Date;
  readonly clockSkewSeconds: number;
}

/** Is this moment still ahead of us, even by the slower clock? (`NotOnOrAfter` itself is too late.) */
export function isBefore(limit: Date, { now, clockSkewSeconds }: Judgement): boolean {
  return now.getTime() < limit.getTime() + clockSkewSeconds * 1000;
}

/** Has this moment come, at least by the faster clock? */
export function hasCome(moment: Date, { now, clockSkewSeconds }: Judgement): boolean {
  return now.getTime() >= moment.getTime() - clockSkewSeconds * 1000;
}
