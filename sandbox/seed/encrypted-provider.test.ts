import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStsClient } from "@/lib/aws/sts-client";
import { executePlan, proveForConsole } from "@/lib/issuance/execute-plan";
import type { IssuanceTools } from "@/lib/issuance/kinds/kind";
import { samlPlan } from "@/lib/trust/fixtures/plans";
import { refusedByAws } from "@/lib/trust/fixtures/refused-by-aws";
import { secretsIn } from "../../scripts/setup/sandbox-secrets.mjs";
import { type RunningAws, startAws } from "../aws/start-aws";
import { consoleOf } from "../aws/testing/browser";
import { createIdentityProvider, type TestIdentityProvider } from "../aws/testing/identity-provider";
import { awsWorld } from "../world/aws-world";
import { PAYROLL } from "../world/payroll";
import { AdminApi, type Item } from "./admin-api";
import { Ledger } from "./ledger";
import { setUpApp } from "./set-up-app";
import { type EncryptedProviders, trustRolebridge } from "./trust-rolebridge";

const ENTITY_ID = "http://localhost:4100/aws/saml/metadata";
const { accountId } = PAYROLL;

/** What the app answers here: its metadata, and lists of what was made. */
class App {
  readonly items: Record<string, Item[]> = {};
  readonly changes: { readonly path: string; readonly body: object }[] = [];
  readonly #server: Server;

  constructor(private readonly metadata: string) {
    this.#server = createServer(async (request, response) => {
      const path = (request.url ?? "").replace(/^\/api\/v1\/admin\//, "").split("?")[0] ?? "";
      const text = (await request.toArray()).join("");
      if (path === "/metadata") return response.end(this.metadata);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(this.#answer(request.method, path, text === "" ? {} : JSON.parse(text))));
    });
  }

  #answer(method: string | undefined, path: string, body: Item): object {
    const items = this.items[path] ?? [];
    this.items[path] = items;
    if (method === "GET") return { items };
    if (method === "PATCH") this.changes.push({ path, body });
    if (method === "POST") items.push({ ...body, id: `${path}-${items.length}` });
    return items.at(-1) ?? {};
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
  }
}

let folder: string;
let aws: RunningAws;
let idp: TestIdentityProvider;
let app: App;
let origin: string;
let told: EncryptedProviders;
let secrets: Awaited<ReturnType<typeof secretsIn>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "seed-"));
  secrets = await secretsIn(folder);
  idp = await createIdentityProvider(ENTITY_ID);
  app = new App(idp.metadataXml);
  origin = await app.open();
  const facts = { appOrigin: "http://localhost:4100", companyMetadata: idp.metadataXml, secrets };
  aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
    world: awsWorld({ ...facts, now: new Date() }),
    assumptions: { loopbackIssuers: ["http://localhost:4100"] },
  });
  told = await trustRolebridge(`${origin}/metadata`, aws.urls.iam, aws.adminKeys);
});
afterAll(async () => {
  app.close();
  await aws.close();
  await rm(folder, { recursive: true });
});

test("what its administrator tells Rolebridge opens the role and its console, and the usual proof does not", async () => {
  const sts = createStsClient({ endpointUrl: aws.urls.sts });
  const certificate = idp.certificatePem.replace(/-----[^-]+-----|\s/g, "");
  const tools = {
    sts,
    signingKey: async () => ({ id: "k", privateKey: idp.privateKey, certificate }),
    entityId: ENTITY_ID,
    clock: { now: () => new Date() },
    randomBytes,
    signSamlResponse: false,
  } as Partial<IssuanceTools> as IssuanceTools;
  const { recipient, encryptionCertificate } = told[accountId] ?? {};
  const plan = samlPlan({
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/PayrollReader`,
    providerArn: `arn:aws:iam::${accountId}:saml-provider/RolebridgeEncrypted`,
  });
  const own = { ...plan, ...(recipient === undefined ? {} : { recipient }) };
  const sealed = { ...own, ...(encryptionCertificate === undefined ? {} : { encryptionCertificate }) };
  const { session } = await executePlan(sealed, tools);
  expect(session.assumedRoleArn).toBe(
    `arn:aws:sts::${accountId}:assumed-role/PayrollReader/ada@meridian.example`,
  );
  const { samlResponse } = await proveForConsole(sealed, tools);
  const post = (path: string) =>
    fetch(`${aws.urls.signin}${path}`, {
      method: "POST",
      body: new URLSearchParams({ SAMLResponse: samlResponse.reveal() }),
      redirect: "manual",
    });
  expect(await (await post("/saml")).text()).toContain("invalid SAML response");
  const landed = await consoleOf(aws, await post(new URL(recipient ?? "").pathname));
  expect(landed.text).toContain("assumed-role/PayrollReader/ada@meridian.example");
  await expect(refusedByAws(executePlan(own, tools))).resolves.toMatchObject({
    awsCode: "InvalidIdentityToken",
  });
  sts.close();
});

test("is told again when the local AWS began anew, and nothing else of the target is touched", async () => {
  const day = {
    saml: { metadataXml: idp.metadataXml },
    oidc: { issuer: "http://127.0.0.1:9", clientId: "c", clientSecret: "s" },
    accessKeys: secrets.accessKeys,
  };
  const ledger = await Ledger.open(folder);
  const api = new AdminApi(origin, "token");
  await setUpApp(api, ledger, { ...day, encryptedProviders: told });
  const made = app.items.targets?.find((item) => item.name === "PayrollReader");
  expect(made).toMatchObject({ accountId, ...told[accountId] });
  const targetChanges = () => app.changes.filter(({ path }) => path.startsWith("targets/"));
  await setUpApp(api, ledger, { ...day, encryptedProviders: told });
  expect(targetChanges()).toEqual([]);
  const anew = {
    recipient: "https://signin.aws.amazon.com/saml/acs/SAMLSPNEW",
    encryptionCertificate: "PEM",
  };
  await setUpApp(api, ledger, { ...day, encryptedProviders: { [accountId]: anew } });
  expect(targetChanges()).toEqual([{ path: `targets/${made?.id}`, body: anew }]);
});
