import { describe, expect, it } from "vitest";
import { html, htmlPage } from "./html-page";

describe("html", () => {
  it("W10 escapes every value and keeps markup made by itself", () => {
    const item = html`<li>${"<img src=x onerror=alert(1)>"}</li>`;
    expect(html`<ul title="${"\"&'"}">${[item]}</ul>`.toString()).toBe(
      '<ul title="&#34;&#38;&#39;"><li>&#60;img src=x onerror=alert(1)&#62;</li></ul>',
    );
  });
});

describe("htmlPage", () => {
  it("lets run and submit only what it names, with a fresh nonce each time", async () => {
    const make = () =>
      htmlPage({
        title: "Going to AWS",
        main: html`<form method="post" action="https://signin.aws.amazon.com/saml"></form>`,
        onLoad: "submit",
        formAction: ["https://signin.aws.amazon.com"],
      });
    const page = make();
    const policy = page.headers.get("content-security-policy") ?? "";
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action https://signin.aws.amazon.com;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(nonce).toHaveLength(24);
    expect(await page.text()).toContain(`<script nonce="${nonce}">`);
    expect(make().headers.get("content-security-policy")).not.toBe(policy);
  });

  it("runs no script on a page that does not submit itself", async () => {
    expect(await htmlPage({ title: "x", main: html`<p>x</p>` }).text()).not.toContain("<script");
  });
});
