/**
 * The only wiring: configuration -> database -> keys -> use-cases. One instance a process, opened once. The
 * app reaches everything through `runtime()`; nothing else here is for it.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { type AwsHostOverrides, samlFormOrigins } from "./aws/console";
import { createFederation } from "./aws/federation";
import { createStsClient } from "./aws/sts-client";
import { deriveKey } from "./config/derive-key";
import type { Config, LoadedConfig } from "./config/load-config";
import { processConfig } from "./config/process-config";
import { configuredSealing } from "./configured-sealing";
import { type Database, openDatabase } from "./db/open-database";
import { AppError } from "./errors/app-error";
import { accessUseCases } from "./flows/access/access";
import { TOKEN_KEY_PURPOSES } from "./flows/access/issuer-documents";
import { adminUseCases } from "./flows/admin/admin";
import { lockDownUseCases } from "./flows/admin/lock-downs";
import { weaknessesOf } from "./flows/admin/weaknesses";
import { diagnosisUseCases } from "./flows/diagnosis/diagnosis";
import type { FlowContext, FlowSettings } from "./flows/flow-context";
import { readiness } from "./flows/health/readiness";
import { vitals } from "./flows/health/vitals";
import { inspectUseCases } from "./flows/inspect/inspect";
import { createOwnIdentity } from "./flows/own-identity";
import { scimUseCases } from "./flows/provisioning/scim";
import { endWhatWasRestored } from "./flows/restoration";
import { sessionUseCases } from "./flows/sessions/sessions";
import { signInUseCases } from "./flows/sign-in/sign-in";
import { signOutUseCases } from "./flows/sign-out/sign-out";
import { stepUpUseCases } from "./flows/step-up/step-up";
import type { UseCases } from "./flows/use-cases";
import { startHousekeeping } from "./housekeeping";
import type { Keyrings } from "./keys/keyring";
import { log, setLogLevel } from "./log/log";
import type { TokenAlgorithm } from "./oidc/issuer";
import type { TokenSigner } from "./oidc/sign-jwt";
import { openKeys } from "./open-keys";
import { fetchDocument } from "./outbound/fetch-document";
import { type GuardedConnection, guardConnection, type OutboundRules } from "./outbound/guard-connection";
import { verifyLogout } from "./saml/logout/verify-logout";
import { verifyResponse } from "./saml/verify-response";
import { createSignatureVerifier, type SignatureVerifier } from "./saml/verify-signature";
import type { Secret } from "./secret/secret";
import { startTracing, type Tracing } from "./telemetry/start-tracing";
import { span } from "./telemetry/trace";

/** What the edges need besides the use-cases. */
export interface Runtime extends UseCases {
  readonly settings: {
    /** `https://rolebridge.example.com`, without a trailing slash. */
    readonly origin: string;
    readonly supportContact: string | undefined;
    /** Where a page of ours may post a sign-in form to. */
    readonly awsFormActionOrigins: readonly string[];
    readonly cookieSecret: Secret;
    readonly trustedProxyHops: number;
    /** Lower-case hex; undefined when no token is configured. */
    readonly metricsTokenSha256: string | undefined;
    /** How long requests are still taken after SIGTERM. */
    readonly drainSeconds: number;
    /** How long a sign-in may take; the life of the cookies that belong to it. */
    readonly signInMinutes: number;
  };
  /**
   * How the app reaches an address that a provider named.
   * @throws AppError `admin.fetch_failed` for an address that is never asked
   */
  connectOut(url: URL): GuardedConnection;
  /** Ends threads, timers and connections. Nothing works afterwards. */
  close(): Promise<void>;
}

const clock = { now: () => new Date() };
const random = { uuid: () => randomUUID(), bytes: (size: number) => randomBytes(size) };

function awsHostsOf(config: Config): AwsHostOverrides {
  return {
    ...(config.awsSigninUrl === undefined ? {} : { signInUrl: config.awsSigninUrl }),
    ...(config.awsConsoleUrl === undefined ? {} : { consoleUrl: config.awsConsoleUrl }),
  };
}

function flowSettingsOf(config: Config): FlowSettings {
  return {
    origin: config.url,
    roles: { administrators: config.admins ?? [], auditors: config.auditors ?? [] },
    adminTokenSha256: config.adminTokenSha256,
    sessionIdleSeconds: config.sessionIdleMinutes * 60,
    sessionSeconds: config.sessionHours * 3_600,
    signInSeconds: config.signInMinutes * 60,
    clockSkewSeconds: config.clockSkewSeconds,
    rateLimits: config.rateLimits,
    insecureHttpOnLoopback: config.insecureHttpIdps,
    samlProviderName: config.samlProviderName,
    hasOwnStsEndpoint: config.stsEndpoint !== undefined,
    awsHosts: awsHostsOf(config),
  };
}

/** Largest honest answers of a provider's endpoints: userinfo with thousands of groups, a hundred keys. */
const PROVIDER_LIMITS = { timeoutMs: 5_000, maxBytes: 512 * 1024 };

function outboundRulesOf({ insecureHttpIdps, privateIdps }: Config): OutboundRules {
  return {
    insecureHttpOnLoopback: insecureHttpIdps,
    privateHosts: privateIdps?.hosts ?? [],
    privateNetworks: privateIdps?.networks ?? [],
  };
}

function flowContextOf(
  { config, inForce }: LoadedConfig,
  database: Database,
  keyrings: Keyrings,
  verifier: SignatureVerifier,
): FlowContext {
  const settings = flowSettingsOf(config);
  const { awsHosts } = settings;
  const outboundRules = outboundRulesOf(config);
  const sts = createStsClient(config.stsEndpoint === undefined ? {} : { endpointUrl: config.stsEndpoint });
  return {
    ...database,
    clock,
    random,
    settings,
    settingsInForce: inForce,
    documents: { read: (url) => fetchDocument(url, outboundRules) },
    verifyResponse: (input) => span("saml.verify", {}, () => verifyResponse(input, verifier)),
    verifyLogout: (input) => span("saml.verify", {}, () => verifyLogout(input, verifier)),
    keyrings,
    federation: createFederation({ overrides: awsHosts, clock }),
    ownIdentity: createOwnIdentity({ sts, clock }),
    issuance: {
      sts,
      signingKey: () => keyrings["aws-saml"].current(),
      tokenSigner: () => tokenSigner(keyrings, config.oidcAlgorithm),
      entityId: config.samlEntityId,
      signSamlResponse: config.signSamlResponse,
      clock,
      randomBytes,
      caller: async (accessKeyId) => {
        const secretAccessKey = await database.accessKeys.secretOf(accessKeyId);
        if (secretAccessKey === undefined) throw new AppError("issuance.access_key_missing");
        return { kind: "keys", accessKeyId, secretAccessKey };
      },
    },
  };
}

async function tokenSigner(keyrings: Keyrings, algorithm: TokenAlgorithm): Promise<TokenSigner> {
  const { id: keyId, privateKey } = await keyrings[TOKEN_KEY_PURPOSES[algorithm]].current();
  return { algorithm, keyId, privateKey };
}

function tracingOf(config: Config): Tracing {
  const { otlpEndpoint, otlpTracesEndpoint, otlpHeaders = {}, otelServiceName } = config;
  const url = otlpTracesEndpoint ?? (otlpEndpoint === undefined ? undefined : `${otlpEndpoint}/v1/traces`);
  return startTracing({
    url,
    headers: Object.fromEntries(Object.entries(otlpHeaders).map(([name, value]) => [name, value.reveal()])),
    serviceName: otelServiceName,
    onLost: (error) => log.warn("traces could not be sent", { error }),
  });
}

/** Loud, at every start: what suits a trial must not stay in production unseen. */
async function warnOfWeaknesses(context: FlowContext): Promise<void> {
  for (const { what, because, mend } of await weaknessesOf(context)) {
    log.warn("this weakens Rolebridge", { what, because, mend });
  }
}

/** The database and what lies sealed in it; closed again when that does not open. */
async function openStored(loaded: LoadedConfig) {
  const sealed = configuredSealing(loaded.config);
  const { databaseUrl, migrationDatabaseUrl } = loaded.config;
  const database = await openDatabase({
    url: databaseUrl.reveal(),
    migrationUrl: migrationDatabaseUrl?.reveal(),
    sealer: sealed.ring,
  });
  try {
    // The embedded database has one account.
    if (databaseUrl.reveal().startsWith("postgres") && (await database.upkeep.mayChangeAudit())) {
      log.warn("the database account may change the audit; see ROLEBRIDGE_MIGRATION_DATABASE_URL");
    }
    const sealing = await sealed.open(database.sealingKeys);
    if ((await endWhatWasRestored({ clock, random, ...database }, "noticed")) !== undefined) {
      log.warn(
        "this database was restored or moved: everything is locked down until an administrator has looked",
      );
    }
    return {
      database,
      sealing,
      keyrings: await openKeys(loaded, { clock, random, database, sealer: sealed.ring }),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * Opens everything on one configuration: migrates the database, opens or makes the signing keys.
 * @throws AppError `store.*`, `keys.*`
 */
export async function openRuntime(loaded: LoadedConfig): Promise<Runtime> {
  const { config } = loaded;
  setLogLevel(config.logLevel);
  const { database, sealing, keyrings } = await openStored(loaded);
  const tracing = tracingOf(config);
  const verifier = createSignatureVerifier();
  const context = flowContextOf(loaded, tracing.ports("database", "client", database), keyrings, verifier);
  await warnOfWeaknesses(context);
  const housekeeping = startHousekeeping(database.upkeep, sealing, clock);
  return {
    ...tracing.ports("flow", "internal", {
      signIn: signInUseCases(context),
      signOut: signOutUseCases(context),
      sessions: sessionUseCases(context),
      stepUp: stepUpUseCases(context),
      access: accessUseCases(context),
      diagnosis: diagnosisUseCases(context),
      admin: adminUseCases(context),
      inspect: inspectUseCases(context),
      lockDowns: lockDownUseCases(context),
      scim: scimUseCases(context),
    }),
    ready: readiness({ ...context, upkeep: database.upkeep }),
    vitals: () => vitals({ ...context, upkeep: database.upkeep }),
    settings: {
      origin: config.url,
      supportContact: config.supportContact,
      awsFormActionOrigins: samlFormOrigins(context.settings.awsHosts),
      cookieSecret: deriveKey(config.secret, "cookies"),
      trustedProxyHops: config.trustedProxyHops,
      signInMinutes: config.signInMinutes,
      metricsTokenSha256: config.metricsTokenSha256,
      drainSeconds: config.drainSeconds,
    },
    connectOut: (url) => guardConnection(url, outboundRulesOf(config), PROVIDER_LIMITS),
    close: async () => {
      for (const timer of housekeeping) clearInterval(timer);
      await tracing.close();
      await verifier.close();
      await database.close();
    },
  };
}

/** Bundles of one Next process may each hold a copy of this file; what they share is `globalThis`. */
const RUNTIME = Symbol.for("rolebridge.runtime");

/**
 * The runtime of this process. A start that failed is tried again by the next caller, so that a database that
 * was late does not need a second start.
 * @throws ConfigError, AppError `store.*`, `keys.*`
 */
export function runtime(): Promise<Runtime> {
  const scope = globalThis as typeof globalThis & { [RUNTIME]?: Promise<Runtime> };
  const opened = scope[RUNTIME];
  if (opened !== undefined) return opened;
  const opening = Promise.resolve().then(() => openRuntime(processConfig()));
  scope[RUNTIME] = opening;
  opening.catch(() => {
    delete scope[RUNTIME];
  });
  return opening;
}
