import { describe, expect, it } from "vitest";
import { refuseOtherSite, requireSameOrigin } from "./same-origin";

const ours = "https://rolebridge.example.com";
const crossSite = expect.objectContaining({ code: "request.cross_site" });

describe("a change asked for with our cookies", () => {
  it.each([
    ["our own page, as the browser says", { "sec-fetch-site": "same-origin" }],
    ["the person's own doing", { "sec-fetch-site": "none" }],
    ["our own origin, where the browser does not say more", { origin: ours }],
  ])("is accepted from %s", (_, headers) => {
    expect(() => requireSameOrigin(new Headers(headers), ours)).not.toThrow();
  });

  it.each<[string, Record<string, string>]>([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["another origin of our site", { "sec-fetch-site": "same-site", origin: "https://www.example.com" }],
    ["another site that forges nothing but our origin", { "sec-fetch-site": "cross-site", origin: ours }],
    ["another origin", { origin: "https://evil.example" }],
    ["a sandboxed frame", { origin: "null" }],
    ["nobody who says so", {}],
    ["our origin with another port", { origin: `${ours}:8443` }],
  ])("is refused from %s", (_, headers) => {
    expect(() => requireSameOrigin(new Headers(headers), ours)).toThrow(crossSite);
  });
});

describe("a read with our cookies", () => {
  it("is refused when the browser acts for another site, and only then", () => {
    expect(() => refuseOtherSite(new Headers({ "sec-fetch-site": "cross-site" }))).toThrow(crossSite);
    expect(() => refuseOtherSite(new Headers({ "sec-fetch-site": "same-site" }))).toThrow(crossSite);
    expect(() => refuseOtherSite(new Headers({ "sec-fetch-site": "same-origin" }))).not.toThrow();
    expect(() => refuseOtherSite(new Headers())).not.toThrow();
  });
});
