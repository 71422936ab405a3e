import { describe, expect, it } from "vitest";
import { refuseOtherSite, requireSameOrigin } from "./same-origin";

const ours = "https://rolebridge.example.com";
const crossSite = expect.objectContaining({ code: "request.cross_site" });

describe("A11 W16 a change asked for with our cookies", () => {
  it.each([
    ["our own page, as the browser says", { "sec-fetch-site": "same-origin" }],
    ["the person's own doing", { "sec-fetch-site": "none" }],
    ["our own origin, where the browser does not say more", { origin: ours }],
    ["our own page, as both say", { "sec-fetch-site": "same-origin", origin: ours }],
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
    ["a frame without an origin, though of our site", { "sec-fetch-site": "same-origin", origin: "null" }],
    [
      "another origin that claims to be our page",
      { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
    ],
    ["a site that names no relation we know", { "sec-fetch-site": "", origin: ours }],
    ["our origin in clear text", { origin: ours.replace("https", "http") }],
    ["our origin with a path", { origin: `${ours}/` }],
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
