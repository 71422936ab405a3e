import { getVerifiedXml } from "@node-saml/node-saml/lib/xml.js";
import { beforeEach, expect, test, vi } from "vitest";
import { checkSignature } from "./check-signature";
import { edit, GENUINE, NOW, sign } from "./fixtures/message";
import { certificateBase64 } from "./fixtures/test-keys";
import { outcomeOf } from "./fixtures/verify-fixture";
import { trustedKeys } from "./trusted-keys";

vi.mock("@node-saml/node-saml/lib/xml.js", async (original) => {
  const real = await original<typeof import("@node-saml/node-saml/lib/xml.js")>();
  return { ...real, getVerifiedXml: vi.fn(real.getVerifiedXml) };
});
beforeEach(() => {
  vi.mocked(getVerifiedXml).mockClear();
});

const keys = trustedKeys([certificateBase64("idp")], NOW);
const check = async (xml: string) => checkSignature(xml, keys);

/** The library parses and searches the whole message again and again: seconds for a large one. */
test("S63 a genuine message reaches the costly part once", async () => {
  expect(await outcomeOf(check(sign(GENUINE, "Assertion")))).toBe("accepted");
  expect(getVerifiedXml).toHaveBeenCalledTimes(1);
});

test("S63 what was added to a message after it was signed is refused by its digest, before the costly part", async () => {
  const signed = sign(GENUINE, "Assertion");
  const grown = edit(
    signed,
    "<saml:AttributeValue>on-call</saml:AttributeValue>",
    "<saml:AttributeValue>x</saml:AttributeValue>".repeat(3_000),
  );
  expect(await outcomeOf(check(grown))).toBe("signature_invalid");
  expect(getVerifiedXml).not.toHaveBeenCalled();
});

test("S63 a message that a stranger signed is refused by one RSA operation, before the costly part", async () => {
  expect(await outcomeOf(check(sign(GENUINE, "Assertion", { key: "attacker" })))).toBe("signature_invalid");
  expect(getVerifiedXml).not.toHaveBeenCalled();
});
