import { describe, expect, test } from "vitest";
import { Secret } from "../secret/secret";
import { consoleForm } from "./console-form";

const PLACE = { partition: "aws", region: "eu-west-1" } as const;

describe("the console form", () => {
  test("posts the proof and the page to open to AWS's own address", () => {
    const form = consoleForm(new Secret("cHJvb2Y="), PLACE, "/s3/home", {});
    expect(form.url).toBe("https://signin.aws.amazon.com/saml");
    expect(form.fields.SAMLResponse.reveal()).toBe("cHJvb2Y=");
    expect(form.fields.RelayState.reveal()).toBe("https://eu-west-1.console.aws.amazon.com/s3/home");
    expect(JSON.stringify(form)).not.toContain("cHJvb2Y=");
  });

  test("goes where the configuration says, proof unchanged", () => {
    const form = consoleForm(new Secret("cHJvb2Y="), PLACE, undefined, {
      signInUrl: "http://127.0.0.1:4104",
    });
    expect(form.url).toBe("http://127.0.0.1:4104/saml");
  });

  test("goes to the provider's own consumer where the proof is addressed to it", () => {
    const place = { ...PLACE, recipient: "https://signin.aws.amazon.com/saml/acs/SAMLSPABC" };
    expect(consoleForm(new Secret("x"), place, undefined, {}).url).toBe(place.recipient);
    const overrides = { signInUrl: "http://127.0.0.1:4104" };
    expect(consoleForm(new Secret("x"), place, undefined, overrides).url).toBe(
      "http://127.0.0.1:4104/saml/acs/SAMLSPABC",
    );
  });

  test("never relays to a foreign address", () => {
    expect(() => consoleForm(new Secret("x"), PLACE, "https://evil.example/", {})).toThrow(
      expect.objectContaining({ code: "issuance.destination_invalid" }),
    );
  });
});
