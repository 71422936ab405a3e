import { expect, it } from "vitest";
import { connectionView, pageView, personView } from "./views";

it("publishes nothing that was added to an object inside", () => {
  const person = {
    id: "1",
    connection: "okta",
    subject: "s",
    username: "ada",
    displayName: "Ada",
    groups: ["g"],
    groupsClaim: "present",
    attributes: [{ name: "salary", values: ["1"] }],
    sessionName: "ada",
    signedInAt: new Date("2026-01-02T03:04:05Z"),
    passwordHash: "x",
  } as const;
  const text = JSON.stringify(personView(person));
  expect(JSON.parse(text).signedInAt).toBe("2026-01-02T03:04:05.000Z");
  expect(text).not.toContain("salary");
  expect(text).not.toContain("passwordHash");
});

it("shows no client secret of a connection", () => {
  const oidc = {
    issuer: "https://x",
    clientId: "c",
    scopes: [],
    redirectUri: "https://y",
    backchannelLogoutUri: "https://y",
    postLogoutRedirectUri: "https://y",
    clientSecret: "s3cret",
  };
  const view = connectionView({
    id: "1",
    slug: "okta",
    displayName: "Okta",
    kind: "oidc",
    enabled: true,
    sessionTags: [],
    mfaClaims: [],
    mfaRequest: [],
    attributeMapping: { username: [], email: [], displayName: [], groups: [] },
    oidc,
  });
  expect(JSON.stringify(view)).not.toContain("s3cret");
});

it("always says whether there is a next page", () => {
  expect(pageView({ items: [1], nextCursor: "c" }, String)).toEqual({ items: ["1"], nextCursor: "c" });
  expect(pageView({ items: [] }, String)).toEqual({ items: [], nextCursor: null });
});
