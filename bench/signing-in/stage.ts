/**
 * The built app on a PostgreSQL with one SAML connection, and people who sign in to it. The identity provider's own
 * work is done between the timed parts, so that it costs nobody anything.
 */
import { randomBytes } from "node:crypto";
import { CompanyIdp, type Person } from "../../e2e/faults/people/company-idp";
import { together } from "../../e2e/faults/people/traffic";
import { databaseOn } from "../../lib/db/open-database";
import { openPostgres } from "../../lib/db/open-postgres";
import { createSealer } from "../../lib/keys/sealing";
import { Secret } from "../../lib/secret/secret";
import { freshPostgres } from "../database-world";
import { type Closing, inFolder, startApp, unexpected } from "../issuing/app-on-stage";
import { type Child, freePort } from "../issuing/child";
import type { Answer, LoopbackClient } from "../issuing/loopback-client";

const SLUG = "company";
/** Of each person: the more, the more a library has to do for each response. */
const GROUPS = Number(process.env.BENCH_GROUPS ?? 50);
/** They come again and again: that somebody was never there before is the exception. */
const PEOPLE = 500;
/** People at the door at the same time. */
const AT_A_TIME = 8;

/** A batch of people who all signed in. */
export interface Batch {
  /** Base64, as they were posted. */
  readonly responses: readonly string[];
  /** Milliseconds of everything but the identity provider. */
  readonly milliseconds: number;
}

export interface Stage {
  readonly port: number;
  readonly idp: CompanyIdp;
  readonly app: Child;
  /** Where responses are for. */
  readonly audience: string;
  readonly acsPath: string;
  signIn(people: number): Promise<Batch>;
  client: LoopbackClient;
}

/** @param server `postgres://…` of a server where databases may be made */
export function onStage(server: string, work: (stage: Stage) => Promise<void>): Promise<void> {
  return inFolder(async (folder, closing) => work(await setUp(server, folder, closing)));
}

async function setUp(server: string, folder: string, closing: Closing[]): Promise<Stage> {
  const { url, drop } = await freshPostgres(server);
  closing.push(drop);
  const sealingKey = randomBytes(32).toString("base64");
  const idp = await CompanyIdp.open(folder);
  const database = await databaseOn(openPostgres(url), createSealer(new Secret(sealingKey)));
  await database.connections.create({
    kind: "saml",
    slug: SLUG,
    displayName: "Company",
    enabled: true,
    attributeMapping: {
      username: ["email"],
      email: ["email"],
      displayName: ["displayName"],
      groups: ["groups"],
    },
    tagPolicy: { sessionTags: [] },
    mfa: { claims: ["mfa"], request: [] },
    allowIdpInitiated: false,
    samlIdp: {
      entityId: idp.issuer,
      singleSignOnService: {
        binding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
        location: "http://127.0.0.1:9/sso",
      },
      signingCertificates: [idp.certificate],
      wantAuthnRequestsSigned: false,
    },
  });
  await database.close();
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const settings = {
    DATABASE_URL: url,
    ROLEBRIDGE_SECRET: randomBytes(32).toString("base64"),
    ROLEBRIDGE_SEALING_KEY: sealingKey,
    ROLEBRIDGE_INSECURE_HTTP_IDPS: "true",
    ROLEBRIDGE_TRUSTED_PROXY_HOPS: "1",
    ROLEBRIDGE_LOG_LEVEL: "warn",
    // Everybody here signs in through one provider; each address keeps its limit.
    ROLEBRIDGE_RATE_LIMITS: "connection=1000000",
  };
  const { app, client } = await startApp(folder, port, settings, closing);
  const visitors = new Visitors(client, idp, origin);
  return {
    port,
    idp,
    app,
    client,
    audience: `${origin}/saml/${SLUG}/metadata`,
    acsPath: `/saml/${SLUG}/acs`,
    signIn: (people) => visitors.signIn(people),
  };
}

interface Visit {
  readonly headers: Readonly<Record<string, string>>;
  readonly cookie: string;
  readonly location: string;
}

/** Nobody signs in twice at the same time, and every sign-in has an address of its own. */
class Visitors {
  #next = 0;

  constructor(
    private readonly client: LoopbackClient,
    private readonly idp: CompanyIdp,
    private readonly origin: string,
  ) {}

  async signIn(people: number): Promise<Batch> {
    const first = this.#next;
    this.#next += people;
    const begun = performance.now();
    const visits = await together(people, AT_A_TIME, (number) => this.#leave(first + number));
    const left = performance.now();
    const responses = visits.map(({ location }, number) => this.idp.answer(location, person(first + number)));
    const back = performance.now();
    await together(people, AT_A_TIME, (number) => this.#comeBack(visits[number], responses[number]));
    return { responses, milliseconds: performance.now() - back + (left - begun) };
  }

  async #leave(number: number): Promise<Visit> {
    const headers = {
      host: new URL(this.origin).host,
      "user-agent": "bench",
      "x-forwarded-for": `203.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
      "sec-fetch-site": "none",
    };
    const answer = await this.client.get(`/saml/${SLUG}/login`, headers);
    if (answer.status !== 303) throw unexpected(answer);
    return { headers, cookie: cookieOf(answer), location: String(answer.headers.location) };
  }

  async #comeBack(visit?: Visit, samlResponse = ""): Promise<void> {
    if (visit === undefined) throw new Error("nobody left");
    const form = new URLSearchParams({ SAMLResponse: samlResponse }).toString();
    const posted = await this.client.post(`/saml/${SLUG}/acs`, form, {
      ...visit.headers,
      "sec-fetch-site": "cross-site",
      "content-type": "application/x-www-form-urlencoded",
    });
    if (posted.status !== 303) throw unexpected(posted);
    const done = await this.client.get(String(posted.headers.location), {
      ...visit.headers,
      cookie: visit.cookie,
    });
    if (done.status !== 303 || cookieOf(done) === "") throw unexpected(done);
  }
}

function person(number: number): Person {
  return {
    id: `person-${number % PEOPLE}`,
    email: `person-${number % PEOPLE}@example.com`,
    displayName: "A Person",
    department: "Engineering",
    groups: Array.from({ length: GROUPS }, (_, index) => `department-${index}-engineering`),
  };
}

function cookieOf({ headers }: Answer): string {
  return (headers["set-cookie"] ?? []).map((each) => each.split(";", 1)[0]).join("; ");
}
