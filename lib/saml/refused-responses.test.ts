import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { checkSignature } from "./check-signature";
import { ALL_ATTACKS } from "./fixtures/all-attacks";
import { WRAPPING_ATTACKS } from "./fixtures/attacks-wrapping";
import { GENUINE, NOW, sign } from "./fixtures/message";
import { certificateBase64 } from "./fixtures/test-keys";
import { outcomeOf, testVerifier, verifyText } from "./fixtures/verify-fixture";
import { REFUSAL_REASONS } from "./refusal";
import { trustedKeys } from "./trusted-keys";

const verifier = testVerifier();
afterAll(() => verifier.close());

const folder = new URL("fixtures/responses/", import.meta.url);

test("the genuine response from which all these are made is accepted", async () => {
  expect(await outcomeOf(verifyText(sign(GENUINE, "Assertion"), verifier))).toBe("accepted");
});

/** S01 to S68: the number of the case, by which its tests are run. */
const numberOf = (name: string): string => name.slice(0, 3).toUpperCase();

test.each(
  ALL_ATTACKS.map(({ title, name, reason }) => [
    `${numberOf(name)} refuses a response ${title}`,
    name,
    reason,
  ]),
)("%s (%s)", async (_, name, reason) => {
  const xml = readFileSync(new URL(`${name}.xml`, folder), "utf8");
  expect(await outcomeOf(verifyText(xml, verifier))).toBe(reason);
});

describe("the signature step, even without the scan before it,", () => {
  const keys = trustedKeys([certificateBase64("idp")], NOW);

  const attacks = WRAPPING_ATTACKS.map(({ name, title, xml, withoutScan }) => ({
    xml,
    withoutScan,
    toString: () => `${numberOf(name)} is not taken in by one ${title}`,
  }));
  test.each(attacks)("%s", async ({ xml, withoutScan }) => {
    const verified = async () => {
      const { signedXml } = checkSignature(xml, keys);
      expect(signedXml).toContain("user@example.com");
      expect(signedXml).not.toContain("admin@example.com");
      throw Object.assign(new Error(), { reason: "genuine bytes" });
    };
    expect(await outcomeOf(verified())).toBe(withoutScan);
  });
});

test("every reason there is has a message that earns it", () => {
  // Proven in decode-message, verify-response and verify-signature tests: they need no or no small file.
  const elsewhere =
    /^(response_missing|response_too_large|base64_invalid|utf8_invalid|byte_order_mark|too_|certificate_|signature_timeout|signature_crashed)/;
  const earned = new Set(ALL_ATTACKS.map(({ reason }) => reason));
  expect(REFUSAL_REASONS.filter((reason) => !earned.has(reason) && !elsewhere.test(reason))).toEqual([]);
});

test("the fixture files are what their script writes", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".xml"));
  expect(files.sort()).toEqual(ALL_ATTACKS.map(({ name }) => `${name}.xml`).sort());
  for (const { name, xml } of ALL_ATTACKS) {
    expect(readFileSync(new URL(`${name}.xml`, folder), "utf8")).toBe(xml);
  }
});
