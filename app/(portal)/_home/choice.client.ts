"use client";

/*
 * What a person chose last: roles used, format, duration. In cookies, because signing out clears the browser's
 * storage and one should not have to choose fish every morning. Ids and names only; nothing here opens anything.
 */
export type Choice = "recent" | "format" | "duration";

const THREE_MONTHS = 7_776_000;
/** Characters that need no encoding in a cookie. */
const PLAIN = /^[\w.-]{1,400}$/;

export function readChoice(choice: Choice): string | undefined {
  const name = `rolebridge.${choice}=`;
  return document.cookie
    .split("; ")
    .find((pair) => pair.startsWith(name))
    ?.slice(name.length);
}

export function writeChoice(choice: Choice, value: string): void {
  if (!PLAIN.test(value)) return;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API answers too late to be read while rendering
  document.cookie = `rolebridge.${choice}=${value}; Path=/; Max-Age=${THREE_MONTHS}; SameSite=Lax; Secure`;
}
