import { afterEach, describe, expect, it } from "vitest";
import { discover } from "./discover";
import { type Bends, startProvider } from "./fixtures/provider";

let stop: () => Promise<unknown> = async () => undefined;
afterEach(() => stop());

async function providerWith(metadata: Bends["metadata"] = {}) {
  const provider = await startProvider();
  stop = provider.stop;
  provider.bend({ metadata });
  return provider;
}

describe("discover", () => {
  it("fetches once for many people and again after five minutes", async () => {
    const provider = await providerWith();
    const all = await Promise.all([discover(provider.issuer), discover(provider.issuer)]);
    expect(all[0]).toEqual(all[1]);
    expect(provider.requests).toHaveLength(1);
    await discover(provider.issuer, Date.now() + 301_000);
    expect(provider.requests).toHaveLength(2);
  });

  it.each<[string, Bends["metadata"], string]>([
    ["of another issuer", { issuer: "https://evil.example" }, "discovery_issuer_mismatch"],
    ["with a template for an issuer", { issuer: "https://x/{tenantid}/v2.0" }, "discovery_issuer_mismatch"],
    [
      "with unsigned tokens only",
      { id_token_signing_alg_values_supported: ["none", "HS256"] },
      "discovery_no_algorithm",
    ],
    [
      "with key-based clients only",
      { token_endpoint_auth_methods_supported: ["private_key_jwt"] },
      "discovery_no_client_authentication",
    ],
    [
      "with a token endpoint in clear text",
      { token_endpoint: "http://idp.example/token" },
      "discovery_insecure_endpoint",
    ],
    [
      "with a name and password in an address",
      { jwks_uri: "https://a:b@idp.example/jwks" },
      "discovery_insecure_endpoint",
    ],
    ["without keys", { jwks_uri: undefined }, "discovery_incomplete"],
  ])("refuses a document %s", async (_, metadata, reason) => {
    const provider = await providerWith(metadata);
    await expect(discover(provider.issuer)).rejects.toMatchObject({
      code: "signin.connection_unusable",
      reason,
    });
  });

  it("takes what the provider can when it cannot do the usual", async () => {
    const provider = await providerWith({
      id_token_signing_alg_values_supported: ["HS256", "PS256"],
      token_endpoint_auth_methods_supported: ["client_secret_post"],
    });
    expect(await discover(provider.issuer)).toMatchObject({
      idTokenAlgorithm: "PS256",
      tokenEndpointAuthMethod: "client_secret_post",
    });
  });

  it("does not remember a failure", async () => {
    const provider = await providerWith({ issuer: "https://evil.example" });
    await expect(discover(provider.issuer)).rejects.toMatchObject({ code: "signin.connection_unusable" });
    provider.bend({});
    expect((await discover(provider.issuer)).issuer).toBe(provider.issuer);
  });

  it("reads no document larger than anybody needs", async () => {
    const provider = await providerWith({ padding: "x".repeat(300 * 1024) });
    await expect(discover(provider.issuer)).rejects.toMatchObject({ reason: "discovery_unreachable" });
  });
});
