/**
 * Runs the world around the app: both identity providers and the local AWS. Started by scripts/sandbox.mjs,
 * which tells it when the app is ready to be set up. It reaches the app over HTTP alone.
 */
import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { addressesOf } from "../scripts/setup/addresses.mjs";
import { secretsIn } from "../scripts/setup/sandbox-secrets.mjs";
import { startAws } from "./aws/start-aws";
import { describeSandbox } from "./describe";
import { startOidcIdp } from "./idp-oidc/server";
import { startSamlIdp } from "./idp-saml/server";
import { PERSONAS } from "./personas";
import { AdminApi } from "./seed/admin-api";
import { Ledger } from "./seed/ledger";
import { setUpApp } from "./seed/set-up-app";
import { trustRolebridge } from "./seed/trust-rolebridge";
import { awsWorld } from "./world/aws-world";

function setting(
  name: "SANDBOX_FOLDER" | "SANDBOX_PORT" | "SANDBOX_DESCRIPTION" | "SANDBOX_DATABASE_URL",
): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: start the sandbox with npm run sandbox.`);
  }
  return value;
}

const folder = setting("SANDBOX_FOLDER");
const description = setting("SANDBOX_DESCRIPTION");
const port = Number(setting("SANDBOX_PORT"));
const at = addressesOf(port);

async function start(): Promise<() => Promise<void>> {
  const secrets = await secretsIn(folder);
  const client = { clientId: "rolebridge", clientSecret: secrets.oidcClientSecret };
  const [samlIdp, oidcIdp] = await Promise.all([
    startSamlIdp({ port: port + 1, appOrigin: at.app, folder }),
    startOidcIdp({ port: port + 2, appOrigin: at.app, client, folder }),
  ]);
  const aws = await startAws({
    host: "127.0.0.1",
    ports: { sts: port + 3, signin: port + 4, console: port + 5, iam: port + 6, s3: port + 7 },
    world: awsWorld({ appOrigin: at.app, companyMetadata: samlIdp.metadata, secrets, now: new Date() }),
    // AWS wants issuers on https without a port; the app's own, on loopback, has neither.
    assumptions: { loopbackIssuers: [at.app] },
  });
  return async () => {
    const metadataUrl = `${at.app}/aws/saml/metadata`;
    const encryptedProviders = await trustRolebridge(metadataUrl, aws.urls.iam, aws.adminKeys);
    await setUpApp(new AdminApi(at.app, secrets.adminToken), await Ledger.open(folder), {
      saml: { metadataXml: samlIdp.metadata },
      oidc: { issuer: oidcIdp.url, ...client },
      accessKeys: secrets.accessKeys,
      encryptedProviders,
    });
    const { sts, signin, console, s3, iam } = aws.urls;
    const where = {
      app: at.app,
      adminToken: secrets.adminToken,
      databaseUrl: setting("SANDBOX_DATABASE_URL"),
      samlIdp: samlIdp.url,
      oidcIdp: oidcIdp.url,
      aws: { sts, signin, console, s3, iam },
      adminKeys: aws.adminKeys,
      secrets,
    };
    // Holds the token, so it is the owner's alone.
    await writeFile(description, describeSandbox(where), { mode: 0o600 });
  };
}

function stop(): void {
  rmSync(description, { force: true });
  process.exit(0);
}

// Either we are asked to end, or the sandbox that started us is gone.
process.on("SIGTERM", stop);
process.on("disconnect", stop);

const setUp = await start();
process.on("message", (message: { readonly kind: string }) => {
  if (message.kind !== "seed") {
    return;
  }
  setUp().then(
    () => {
      const personas = PERSONAS.map(({ username, password, about }) => ({ username, password, about }));
      process.send?.({ kind: "seeded", personas });
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.({ kind: "listening" });
