import { describe, expect, it } from "vitest";
import { Secret } from "@/lib/secret/secret";
import { consolePage } from "./console-page";

const common = { expiresAt: new Date(), accountName: "Prod <b>", roleName: "Admin" };

describe("consolePage", () => {
  it("I05 A10 posts the assertion to AWS and to nobody else, says nothing of where it comes from, and is kept nowhere", async () => {
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

  it("A10 follows a federation link as it is, and lets no form go anywhere", async () => {
    const destination = "https://console.aws.amazon.com/s3?x=1&y=2";
    const query = new URLSearchParams({ Action: "login", SigninToken: "t+/=", Destination: destination });
    const url = new Secret(`https://signin.aws.amazon.com/federation?${query}`);
    const page = consolePage({ ...common, method: "GET", url }, []);
    const href = /href="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll("&#38;", "&");
    expect(href).toBe(url.reveal());
    expect(page.headers.get("content-security-policy")).toContain("form-action 'none'");
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  });
});
