import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME, refusalOf } from "../testing/sts-world";
import { startWebIdentityWorld, type WebIdentityWorld } from "../testing/web-identity-world";

let aws: WebIdentityWorld;
let iam: IAMClient;

beforeAll(async () => {
  aws = await startWebIdentityWorld();
  const credentials = aws.adminKeys[HOME];
  if (credentials === undefined) throw new Error("the account has no administrator");
  iam = new IAMClient({ endpoint: aws.urls.iam, region: "us-east-1", credentials });
});
afterAll(() => aws.close());

const create = (Url: string, ClientIDList: string[] = ["sts.amazonaws.com"]) =>
  iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList }));

describe("an OpenID Connect provider", () => {
  it("is made, read, listed and deleted", async () => {
    const { OpenIDConnectProviderArn } = await create("https://login.meridian.example/tenant");
    expect(OpenIDConnectProviderArn).toBe(`arn:aws:iam::${HOME}:oidc-provider/login.meridian.example/tenant`);
    const named = { OpenIDConnectProviderArn };
    expect(await iam.send(new GetOpenIDConnectProviderCommand(named))).toMatchObject({
      Url: "login.meridian.example/tenant",
      ClientIDList: ["sts.amazonaws.com"],
    });
    expect(await refusalOf(create("https://login.meridian.example/tenant"))).toEqual({
      code: "EntityAlreadyExists",
      message: "Provider with url https://login.meridian.example/tenant already exists.",
    });
    const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    expect(OpenIDConnectProviderList).toContainEqual({ Arn: OpenIDConnectProviderArn });
    await iam.send(new DeleteOpenIDConnectProviderCommand(named));
    expect((await refusalOf(iam.send(new GetOpenIDConnectProviderCommand(named)))).code).toBe("NoSuchEntity");
  });

  it.each([
    ["plain http", "http://login.meridian.example"],
    ["a port", "https://login.meridian.example:8443"],
    ["the standard port spelled out", "https://login.meridian.example:443"],
    ["a query", "https://login.meridian.example/?tenant=1"],
    ["a fragment", "https://login.meridian.example/#a"],
    ["a user", "https://ada@login.meridian.example"],
    ["loopback that is not the app's", "http://127.0.0.1:9"],
    ["no scheme", "login.meridian.example"],
  ])("is not made for a URL with %s", async (_what, url) => {
    expect((await refusalOf(create(url))).code).toBe("InvalidInput");
  });

  it("has a hundred audiences at most, and no URL over 255 characters", async () => {
    const clients = Array.from({ length: 101 }, (_, index) => `client-${index}`);
    expect((await refusalOf(create("https://many.example", clients))).code).toBe("LimitExceeded");
    expect((await refusalOf(create(`https://long.example/${"x".repeat(255)}`))).code).toBe("ValidationError");
  });

  it("lets tokens in for an audience as long as it is registered", async () => {
    const named = {
      OpenIDConnectProviderArn: `arn:aws:iam::${HOME}:oidc-provider/${aws.issuer.name}`,
      ClientID: "rolebridge",
    };
    const token = () => aws.withClaims({ aud: "rolebridge" });
    expect((await refusalOf(token())).message).toBe("Incorrect token audience");
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand(named));
    expect((await token()).Audience).toBe("rolebridge");
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand(named));
    expect((await refusalOf(token())).message).toBe("Incorrect token audience");
  });
});
