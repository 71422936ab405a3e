import { expect, it } from "vitest";
import { fromBase32, toBase32 } from "./base32";
import { totpCode, totpStep } from "./totp";

const SECRET = Buffer.from("12345678901234567890");

/** RFC 6238, Appendix B, SHA-1; the last six of its eight digits. */
it.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
])("computes the code that the RFC gives for second %d", (seconds, code) => {
  expect(totpCode(SECRET, totpStep(new Date(seconds * 1000)))).toBe(code);
});

it("reads a seed as authenticator apps write it", () => {
  expect(toBase32(SECRET)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  expect(fromBase32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq")).toEqual(SECRET);
  expect(toBase32(fromBase32("MZXW6YTB"))).toBe("MZXW6YTB");
  expect(() => fromBase32("0189")).toThrow("not base32");
});
