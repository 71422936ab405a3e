import { expect, test } from "vitest";
import { discoveryUrl, readDiscovery } from "./discovery";

const ISSUER = "https://idp.example.com/realms/one";
const document = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/auth`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/jwks`,
  response_types_supported: ["code", "id_token"],
};
const read = (changes: object) => () => readDiscovery(ISSUER, JSON.stringify({ ...document, ...changes }));

test("asks where the specification says, with and without a slash at the end", () => {
  const url = "https://idp.example.com/realms/one/.well-known/openid-configuration";
  expect(discoveryUrl(ISSUER)).toBe(url);
  expect(discoveryUrl(`${ISSUER}/`)).toBe(url);
});

test("accepts a document that names exactly this issuer", () => {
  expect(read({})()).toMatchObject({ issuer: ISSUER, tokenEndpoint: `${ISSUER}/token` });
});

test.each([
  ["another issuer", { issuer: `${ISSUER}/` }],
  ["a tenant template", { issuer: "https://login.microsoftonline.com/{tenantid}/v2.0" }],
  ["no code flow", { response_types_supported: ["id_token"] }],
  ["no token endpoint", { token_endpoint: undefined }],
  ["a JWKS address that is none", { jwks_uri: "jwks" }],
])("refuses a document with %s", (_, changes) => {
  expect(read(changes)).toThrow("admin.fetch_failed");
});

test.each(["", "<html>", "[]", "null"])("refuses %j, which is no JSON object", (text) => {
  expect(() => readDiscovery(ISSUER, text)).toThrow("admin.fetch_failed");
});
