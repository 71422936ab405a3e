import { expect, it } from "vitest";
import { nameQualifier } from "./verify-assertion";

it("computes the NameQualifier of the documentation's example", () => {
  expect(nameQualifier("https://example.com/saml", "123456789012", "MySAMLIdP")).toBe(
    "1uAJanUnBc2XeUkHURMht+xam2c=",
  );
});
