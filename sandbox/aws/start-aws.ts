/**
 * A local AWS: STS, IAM, S3, sign-in and console, and KMS where it is asked for, each on its own port, one state in memory. It judges Rolebridge, so it
 * must never import from lib/: a misreading of AWS would hide in both.
 */
import { type Assumptions, DEFAULT_ASSUMPTIONS } from "./assumptions";
import type { Clock } from "./clock";
import type { Cloud } from "./cloud";
import { consoleHandler } from "./console/console-handler";
import { listen } from "./http/listen";
import { replying } from "./http/reply";
import { IAM } from "./iam/iam-service";
import { kmsHandler } from "./kms/kms-handler";
import { KmsKeys } from "./kms/kms-keys";
import { queryHandler } from "./query/query-service";
import { Disruptions } from "./regions/disruptions";
import { regionalSts } from "./regions/regional-sts";
import { Buckets } from "./s3/buckets";
import { s3Handler } from "./s3/s3-handler";
import { signinHandler } from "./signin/signin-handler";
import type { AccessKeyPair } from "./store/account";
import { ConsoleSessions } from "./store/console-sessions";
import { seedWorld } from "./store/seed-world";
import { SessionTokens } from "./store/session-tokens";
import { Store } from "./store/store";
import type { WorldSpec } from "./world-spec";

export interface AwsOptions {
  /** Loopback only: it hands out what its callers ask for. */
  readonly host: "127.0.0.1" | "::1" | "localhost";
  /** 0 lets the system choose. */
  readonly ports: {
    readonly sts: number;
    readonly signin: number;
    readonly console: number;
    readonly iam: number;
    readonly s3: number;
    /** Absent: there is no KMS. */
    readonly kms?: number;
  };
  readonly world: WorldSpec;
  /** Switches to turn round; see assumptions.ts. */
  readonly assumptions?: Partial<Assumptions>;
  readonly clock?: Clock;
}

export interface RunningAws {
  /** Origins, without a slash at the end. */
  readonly urls: {
    /** Stands for every Region; `/eu-west-1` after it is that Region's endpoint. */
    readonly sts: string;
    readonly signin: string;
    readonly console: string;
    readonly iam: string;
    /** Path style: buckets are not host names here. */
    readonly s3: string;
    /** Empty where there is none. */
    readonly kms: string;
  };
  /** Keys of KMS; a test makes and disables them. */
  readonly kmsKeys: KmsKeys;
  /** The administrator's access key of each account, by account number. */
  readonly adminKeys: Readonly<Record<string, AccessKeyPair>>;
  /** What goes wrong at which Region's STS endpoint; `PUT /_sandbox/regions/…` at STS does the same from outside. */
  readonly disruptions: Disruptions;
  close(): Promise<void>;
}

/**
 * Starts the local AWS.
 * @throws AwsFault when the world holds something IAM would refuse; the system's error when a port is taken.
 */
export async function startAws(options: AwsOptions): Promise<RunningAws> {
  const cloud: Cloud = {
    store: new Store(),
    tokens: new SessionTokens(),
    consoleSessions: new ConsoleSessions(),
    clock: options.clock ?? (() => new Date()),
    assumptions: { ...DEFAULT_ASSUMPTIONS, ...options.assumptions },
  };
  const adminKeys = seedWorld(options.world, cloud.store, {
    now: cloud.clock(),
    assumptions: cloud.assumptions,
  });
  const disruptions = new Disruptions();
  const buckets = new Buckets();
  for (const { accountId, buckets: specs = [] } of options.world.accounts) {
    const account = cloud.store.account(accountId);
    for (const spec of specs) if (account !== undefined) buckets.add(account, spec, cloud.clock());
  }
  const at = (port: number) => ({ host: options.host, port });
  const kmsKeys = new KmsKeys();
  const kms =
    options.ports.kms === undefined
      ? undefined
      : await listen(at(options.ports.kms), kmsHandler(cloud, kmsKeys));
  const consolePort = await listen(at(options.ports.console), replying(consoleHandler(cloud)));
  const [sts, iam, signin, s3] = await Promise.all([
    listen(at(options.ports.sts), regionalSts(cloud, disruptions)),
    listen(at(options.ports.iam), queryHandler(IAM, cloud)),
    listen(at(options.ports.signin), replying(signinHandler({ cloud, consoleUrl: consolePort.url }))),
    listen(at(options.ports.s3), s3Handler(cloud, buckets)),
  ]);
  return {
    urls: {
      sts: sts.url,
      iam: iam.url,
      signin: signin.url,
      s3: s3.url,
      kms: kms?.url ?? "",
      console: consolePort.url,
    },
    kmsKeys,
    adminKeys,
    disruptions,
    close: async () => {
      await Promise.all([sts, iam, signin, s3, kms, consolePort].map((listener) => listener?.close()));
    },
  };
}
