import { randomBytes } from "node:crypto";
import { Secret } from "@/lib/secret/secret";
import { requestCookies, setCookie } from "./cookies";

/** Binds a sign-in to the browser that began it; says nothing about who the person is. */
export const SIGN_IN_COOKIE = "__Host-rolebridge.signin";

const BINDING = /^[A-Za-z0-9_-]{43}$/;

/** The secret in this browser's sign-in cookie. */
export function browserBinding(headers: Headers): Secret | undefined {
  const value = requestCookies(headers).get(SIGN_IN_COOKIE) ?? "";
  return BINDING.test(value) ? new Secret(value) : undefined;
}

/**
 * The browser's binding for a sign-in that starts now. One that is there stays, so that several tabs can sign
 * in at the same time; its life starts anew.
 */
export function startBinding(
  headers: Headers,
  minutes: number,
): { readonly binding: Secret; readonly setCookie: string } {
  const binding = browserBinding(headers) ?? new Secret(randomBytes(32).toString("base64url"));
  return { binding, setCookie: setCookie(SIGN_IN_COOKIE, binding.reveal(), minutes * 60) };
}
