import { describe, expect, it } from "vitest";
import { Secret } from "@/lib/secret/secret";
import { consolePage } from "./console-page";

const common = { expiresAt: new Date(), accountName: "Prod <b>", roleName: "Admin" };

describe("consolePage", () => {
  it("posts the assertion to AWS and to nobody else, says nothing of where it comes from, and is kept nowhere", async () => {
    const page = consolePage(
      {
        ...common,
        method: "POST",
        url: "https://signin.aws.amazon.com/saml",
        fields: { SAMLResponse: new Secret("PHNhbWw+"), RelayState: new Secret('https://x/?a="b"') },
      },
      ["https://*.console.aws.amazon.com"],
    );
    const text = await page.text();
    expect(text).toContain('<form method="post" action="https://signin.aws.amazon.com/saml">');
    expect(text).toContain('name="SAMLResponse" value="PHNhbWw+"');
    expect(text).toContain('value="https://x/?a=&#34;b&#34;"');
    expect(text).toContain("Prod &#60;b&#62;");
    expect(text).toContain("<button>");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(page.headers.get("content-security-policy")).toContain(
      "form-action https://signin.aws.amazon.com https://*.console.aws.amazon.com;",
    );
  });

  it("carries a federation link as a form, every parameter as it was", async () => {
    const destination = "https://console.aws.amazon.com/s3?x=1&y=2";
    const query = new URLSearchParams({ Action: "login", SigninToken: "t+/=", Destination: destination });
    const url = new Secret(`https://signin.aws.amazon.com/federation?${query}`);
    const text = await consolePage({ ...common, method: "GET", url }, []).text();
    expect(text).toContain('<form method="get" action="https://signin.aws.amazon.com/federation">');
    expect(text).toContain('name="SigninToken" value="t+/="');
    expect(text).toContain('name="Destination" value="https://console.aws.amazon.com/s3?x=1&#38;y=2"');
  });
});
