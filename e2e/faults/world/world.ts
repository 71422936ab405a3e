/**
 * What every fault strikes: instances of the built app on one PostgreSQL behind a load balancer, with a link to the
 * database that can fail, the company's identity providers and the local AWS, set up as the sandbox is.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningAws, startAws } from "../../../sandbox/aws/start-aws";
import { startOidcIdp } from "../../../sandbox/idp-oidc/server";
import { AdminApi } from "../../../sandbox/seed/admin-api";
import { Ledger } from "../../../sandbox/seed/ledger";
import { setUpApp } from "../../../sandbox/seed/set-up-app";
import { trustRolebridge } from "../../../sandbox/seed/trust-rolebridge";
import { awsWorld } from "../../../sandbox/world/aws-world";
import { type SandboxSecrets, secretsIn, sha256Hex } from "../../../scripts/setup/sandbox-secrets.mjs";
import { Browser } from "../people/browser";
import { CompanyIdp } from "../people/company-idp";
import { Balancer } from "../proxies/balancer";
import { FaultProxy } from "../proxies/fault-proxy";
import { DatabaseServer } from "./database-server";
import { Instance, type InstanceOptions } from "./instance";

export interface WorldOptions {
  readonly instances?: number;
  /** Settings of every instance, over those of the world. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder that the database's data lies in. */
  readonly databaseFolder?: string;
}

/** What fails so often does not fail by chance. */
const MOST_STARTS = 3;

type Closing = () => Promise<unknown>;
type Launch = Partial<Pick<InstanceOptions, "settings" | "nodeArgs" | "root" | "logFile">>;

/** What instances run on. */
interface Surroundings {
  readonly folder: string;
  readonly database: DatabaseServer;
  readonly databaseLink: FaultProxy;
  readonly balancer: Balancer;
  readonly idp: CompanyIdp;
  readonly aws: RunningAws;
  readonly secrets: SandboxSecrets;
}

export class World implements Surroundings {
  readonly folder: string;
  readonly database: DatabaseServer;
  readonly databaseLink: FaultProxy;
  readonly balancer: Balancer;
  readonly idp: CompanyIdp;
  readonly aws: RunningAws;
  readonly secrets: SandboxSecrets;
  readonly instances: Instance[] = [];
  #nextAddress = 0;

  private constructor(
    surroundings: Surroundings,
    private readonly options: WorldOptions,
    private readonly closing: Closing[],
  ) {
    this.folder = surroundings.folder;
    this.database = surroundings.database;
    this.databaseLink = surroundings.databaseLink;
    this.balancer = surroundings.balancer;
    this.idp = surroundings.idp;
    this.aws = surroundings.aws;
    this.secrets = surroundings.secrets;
  }

  static async start(options: WorldOptions = {}): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), "rolebridge-faults-"));
    const closing: Closing[] = [() => rm(folder, { recursive: true, force: true })];
    let world: World | undefined;
    try {
      const { surroundings, setUp } = await surround(folder, options, closing);
      world = new World(surroundings, options, closing);
      // One after the other: the second finds the database as the first has made it.
      for (let count = 0; count < (options.instances ?? 2); count += 1) await world.addInstance();
      await setUp(world.admin);
      return world;
    } catch (error) {
      await (world === undefined ? closeAll(closing) : world.close());
      throw error;
    }
  }

  get origin(): string {
    return `http://localhost:${this.balancer.port}`;
  }

  get admin(): AdminApi {
    return new AdminApi(this.origin, this.secrets.adminToken);
  }

  /** Starts one more instance, behind the load balancer when it is ready. */
  async addInstance(launch: Launch = {}): Promise<Instance> {
    const instance = await this.startInstance(launch);
    await this.balancer.add(instance.port);
    return instance;
  }

  /**
   * Starts one that nobody is led to, and waits until it is ready. One that gives up, as when the database did not
   * answer in time, is started again, as a supervisor of processes would.
   */
  async startInstance(launch: Launch = {}, starts = MOST_STARTS): Promise<Instance> {
    const instance = await this.launchInstance(launch);
    try {
      await instance.untilReady();
      return instance;
    } catch (error) {
      const gaveUp = instance.hasEnded;
      await this.endInstance(instance, "SIGKILL");
      if (!gaveUp || starts === 1) throw error;
      process.stderr.write(`${error}\nIt is started again.\n`);
      return await this.startInstance(launch, starts - 1);
    }
  }

  /** Starts one that nobody is led to, and does not wait. */
  async launchInstance({ settings = {}, ...launch }: Launch = {}): Promise<Instance> {
    const logFile = join(this.folder, `instance-${this.instances.length}.log`);
    const instance = await Instance.launch({
      logFile,
      ...launch,
      settings: { ...this.settings, ...this.options.settings, ...settings },
    });
    this.instances.push(instance);
    return instance;
  }

  /** Ends an instance that is taken out of the load balancer by its own word, or by its silence. */
  async endInstance(instance: Instance, signal: "SIGTERM" | "SIGKILL"): Promise<number> {
    const milliseconds = await instance.end(signal);
    this.balancer.remove(instance.port);
    this.instances.splice(this.instances.indexOf(instance), 1);
    return milliseconds;
  }

  /** A browser with an address of its own. @param port the load balancer's without */
  browser(port = this.balancer.port): Browser {
    this.#nextAddress += 1;
    const [high, low] = [Math.floor(this.#nextAddress / 250) % 250, this.#nextAddress % 250];
    return new Browser(this.origin, port, `203.${Math.floor(this.#nextAddress / 62_500)}.${high}.${low + 1}`);
  }

  /** The documented settings of an instance of this world. */
  get settings(): Readonly<Record<string, string>> {
    const { secrets } = this;
    const bothConnections = (group: string) => `meridian-saml/group:${group},meridian-oidc/group:${group}`;
    return {
      DATABASE_URL: this.database.url(this.databaseLink.port),
      ROLEBRIDGE_URL: this.origin,
      ROLEBRIDGE_SECRET: secrets.cookieSecret,
      ROLEBRIDGE_SEALING_KEY: secrets.sealingKey,
      ROLEBRIDGE_ADMIN_TOKEN_SHA256: sha256Hex(secrets.adminToken),
      ROLEBRIDGE_ADMINS: bothConnections("rolebridge-admins"),
      ROLEBRIDGE_INSECURE_HTTP_IDPS: "true",
      ROLEBRIDGE_TRUSTED_PROXY_HOPS: "1",
      // Runs ask more of one person and one provider than people do; addresses keep their limits.
      ROLEBRIDGE_RATE_LIMITS: "credentials=100000, connection=1000000",
      ROLEBRIDGE_AWS_SIGNIN_URL: this.aws.urls.signin,
      ROLEBRIDGE_AWS_CONSOLE_URL: this.aws.urls.console,
      AWS_ENDPOINT_URL_STS: `${this.aws.urls.sts}/{region}`,
      AWS_ACCESS_KEY_ID: secrets.accessKeys.rolebridge.accessKeyId,
      AWS_SECRET_ACCESS_KEY: secrets.accessKeys.rolebridge.secretAccessKey,
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.end("SIGKILL")));
    await closeAll(this.closing);
  }
}

async function surround(
  folder: string,
  options: WorldOptions,
  closing: Closing[],
): Promise<{ surroundings: Surroundings; setUp: (admin: AdminApi) => Promise<void> }> {
  const closed = <T extends { close(): Promise<unknown> }>(part: T): T => {
    closing.push(() => part.close());
    return part;
  };
  const secrets = await secretsIn(folder);
  const database = await DatabaseServer.start(options.databaseFolder);
  closing.push(() => database.remove());
  const databaseLink = closed(await FaultProxy.listen({ host: "127.0.0.1", port: database.port }));
  const balancer = closed(await Balancer.listen());
  const appOrigin = `http://localhost:${balancer.port}`;
  const idp = await CompanyIdp.open(folder);
  const client = { clientId: "rolebridge", clientSecret: secrets.oidcClientSecret };
  const oidcIdp = closed(await startOidcIdp({ port: 0, appOrigin, client, folder }));
  const aws = closed(
    await startAws({
      host: "127.0.0.1",
      ports: { sts: 0, signin: 0, console: 0, iam: 0, s3: 0 },
      world: awsWorld({ appOrigin, companyMetadata: idp.metadata, secrets, now: new Date() }),
      assumptions: { loopbackIssuers: [appOrigin] },
    }),
  );
  const setUp = async (admin: AdminApi) => {
    const metadataUrl = `${appOrigin}/aws/saml/metadata`;
    const encryptedProviders = await trustRolebridge(metadataUrl, aws.urls.iam, aws.adminKeys);
    await setUpApp(admin, await Ledger.open(folder), {
      saml: { metadataXml: idp.metadata },
      oidc: { issuer: oidcIdp.url, ...client },
      accessKeys: secrets.accessKeys,
      encryptedProviders,
    });
  };
  return { surroundings: { folder, database, databaseLink, balancer, idp, aws, secrets }, setUp };
}

async function closeAll(closing: Closing[]): Promise<void> {
  for (const close of closing.reverse()) await close();
}
