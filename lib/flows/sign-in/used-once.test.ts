import { randomBytes, randomUUID } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editAll, GENUINE, REQUEST_ID, sign } from "../../saml/fixtures/message";
import { certificateBase64 } from "../../saml/fixtures/test-keys";
import { IDP_SETTINGS } from "../../saml/fixtures/verify-fixture";
import { Secret } from "../../secret/secret";
import {
  openInstance,
  openShared,
  openWorld,
  REQUEST_ORIGIN,
  refusalOf,
  SLUG,
  type World,
} from "../fixtures/world";
import type { SignInUseCases } from "../use-cases";
import { signInUseCases } from "./sign-in";

const origin = REQUEST_ORIGIN;

async function started(signIn: SignInUseCases): Promise<string> {
  const browserBinding = new Secret(randomBytes(32).toString("base64url"));
  const asked = {
    slug: SLUG,
    returnTo: "/",
    purpose: "session",
    browserBinding,
    actor: undefined,
    origin,
  } as const;
  const start = await signIn.startSaml(asked);
  const message = new URL(start.url).searchParams.get("SAMLRequest") ?? "";
  return / ID="([^"]+)"/.exec(inflateRawSync(Buffer.from(message, "base64")).toString())?.[1] ?? "";
}

/** What the identity provider would post. */
function answer(id: string | undefined, assertionId = `_${randomUUID()}`): Secret {
  const named = editAll(GENUINE, "_assertion-1", assertionId);
  const xml =
    id === undefined ? editAll(named, ` InResponseTo="${REQUEST_ID}"`, "") : editAll(named, REQUEST_ID, id);
  return new Secret(Buffer.from(sign(xml, "Assertion")).toString("base64"));
}
const accept = (signIn: SignInUseCases, samlResponse: Secret) =>
  signIn.acceptSamlResponse({ slug: SLUG, samlResponse, relayState: undefined, origin });

describe("one instance", () => {
  let world: World;
  let signIn: SignInUseCases;
  beforeAll(async () => {
    world = await openWorld();
    signIn = signInUseCases(world.context);
  });
  afterAll(() => world.close());

  async function change(to: {
    readonly allowIdpInitiated?: boolean;
    readonly signingCertificates?: string[];
  }) {
    const { id, ...draft } = world.connection;
    if (draft.kind !== "saml") throw new Error("the fixture is a SAML connection");
    const { signingCertificates = IDP_SETTINGS.signingCertificates, allowIdpInitiated = false } = to;
    const samlIdp = { ...IDP_SETTINGS, signingCertificates };
    await world.database.connections.update(id, { ...draft, allowIdpInitiated, samlIdp });
  }

  test("S48 takes an assertion id once, whatever request the next message with it answers", async () => {
    await change({ allowIdpInitiated: true });
    const assertionId = `_${randomUUID()}`;
    await accept(signIn, answer(undefined, assertionId));
    const used = { code: "signin.request_unknown", reason: "used_or_expired" };
    expect(await refusalOf(accept(signIn, answer(undefined, assertionId)))).toMatchObject(used);
    const request = await started(signIn);
    expect(await refusalOf(accept(signIn, answer(request, assertionId)))).toMatchObject(used);
    // Nothing of the refused message was kept: the request still takes its own answer.
    await accept(signIn, answer(request));
    await change({});
  });

  test("S29 refuses the answer to a sign-in under way when its key was taken away meanwhile", async () => {
    const posted = answer(await started(signIn));
    await change({ signingCertificates: [certificateBase64("other-idp")] });
    expect(await refusalOf(accept(signIn, posted))).toMatchObject({
      code: "signin.response_refused",
      reason: "signature_invalid",
    });
    await change({});
    await accept(signIn, posted);
  });

  test("S68 believes only the keys an administrator saved: nothing is read anew while somebody signs in", async () => {
    const posted = answer(await started(signIn));
    const read: string[] = [];
    const documents = {
      read: async (url: string) => {
        read.push(url);
        return "";
      },
    };
    await accept(signInUseCases({ ...world.context, documents }), posted);
    expect(read).toEqual([]);
  });
});

const SERVER = process.env.TEST_DATABASE_URL;

describe.skipIf(SERVER === undefined)("two instances on one PostgreSQL", () => {
  const name = `rolebridge_test_${randomUUID().replaceAll("-", "")}`;
  const shared = new URL(SERVER ?? "postgres://localhost");
  shared.pathname = `/${name}`;

  async function administer(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: SERVER });
    await client.connect();
    await client.query(statement);
    await client.end();
  }
  beforeAll(() => administer(`CREATE DATABASE ${name}`));
  afterAll(() => administer(`DROP DATABASE ${name} WITH (FORCE)`));

  test("S47 sign in exactly once by one response posted twenty times at once to both; after a restart, never", async () => {
    const one = await openWorld(await openShared(shared.href));
    const two = await openInstance(await openShared(shared.href), one.now);
    const instances = [signInUseCases(one.context), signInUseCases(two.context)];
    const [first] = instances;
    if (first === undefined) throw new Error("there are two");
    const responses: Secret[] = [];
    for (let round = 0; round < 5; round += 1) {
      const posted = answer(await started(first));
      responses.push(posted);
      const posts = Array.from({ length: 20 }, (_, index) => accept(instances[index % 2] ?? first, posted));
      const results = await Promise.allSettled(posts);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
    const { now } = one;
    await one.close();
    await two.close();

    const restarted = await openInstance(await openShared(shared.href), now);
    for (const posted of responses) {
      expect(await refusalOf(accept(signInUseCases(restarted.context), posted))).toMatchObject({
        code: "signin.request_unknown",
        reason: "used_or_expired",
      });
    }
    await restarted.close();
  });
});
