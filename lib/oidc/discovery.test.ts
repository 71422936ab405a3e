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
  ["unsigned or shared-key tokens only", { id_token_signing_alg_values_supported: ["none", "HS256"] }],
  ["key-based clients only", { token_endpoint_auth_methods_supported: ["private_key_jwt"] }],
  ["a token endpoint in clear text", { token_endpoint: "http://idp.example.com/token" }],
  ["a token endpoint in clear text on this machine", { token_endpoint: "http://127.0.0.1/token" }],
  ["a name and password in an address", { jwks_uri: "https://a:b@idp.example.com/jwks" }],
  ["a userinfo address that is none", { userinfo_endpoint: "javascript:1" }],
])("refuses a document with %s", (_, changes) => {
  expect(read(changes)).toThrow("admin.fetch_failed");
});

test.each(["", "<html>", "[]", "null"])("refuses %j, which is no JSON object", (text) => {
  expect(() => readDiscovery(ISSUER, text)).toThrow("admin.fetch_failed");
});

test("takes the usual where a document says nothing, and else the first both know", () => {
  expect(read({})()).toMatchObject({
    idTokenAlgorithm: "RS256",
    tokenEndpointAuthMethod: "client_secret_basic",
    namesIssuerInResponse: false,
  });
  const changes = {
    id_token_signing_alg_values_supported: ["HS256", "PS256"],
    token_endpoint_auth_methods_supported: ["private_key_jwt", "client_secret_post"],
    authorization_response_iss_parameter_supported: true,
  };
  expect(read(changes)()).toMatchObject({
    idTokenAlgorithm: "PS256",
    tokenEndpointAuthMethod: "client_secret_post",
    namesIssuerInResponse: true,
  });
});

test("lets a provider on this machine use http when the issuer does", () => {
  const issuer = "http://127.0.0.1:4102";
  const local = {
    ...document,
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
  };
  expect(readDiscovery(issuer, JSON.stringify(local)).tokenEndpoint).toBe(`${issuer}/token`);
});
