import { expect, it } from "vitest";
import { browserBinding, SIGN_IN_COOKIE, startBinding } from "./sign-in-cookie";

const withCookie = (value: string) => new Headers({ cookie: `other=1; ${SIGN_IN_COOKIE}=${value}` });

it("W02 gives a new browser 256 random bits in a cookie that lives as long as a sign-in may take", () => {
  const first = startBinding(new Headers(), 10);
  const second = startBinding(new Headers(), 10);
  expect(first.binding.reveal()).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(first.binding.reveal()).not.toBe(second.binding.reveal());
  expect(first.setCookie).toBe(
    `${SIGN_IN_COOKIE}=${first.binding.reveal()}; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax`,
  );
});

it("keeps the binding of a browser that signs in in two tabs", () => {
  const { binding } = startBinding(new Headers(), 10);
  expect(startBinding(withCookie(binding.reveal()), 10).binding.reveal()).toBe(binding.reveal());
  expect(browserBinding(withCookie(binding.reveal()))?.reveal()).toBe(binding.reveal());
});

it("W02 does not take a value somebody could guess", () => {
  expect(browserBinding(withCookie("aaaa"))).toBeUndefined();
  expect(browserBinding(new Headers())).toBeUndefined();
});
