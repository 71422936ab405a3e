// @ts-check
/** Starts the two halves of a sandbox (the app; the world around it) side by side, and stops them again. */
import { rmSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { addressesOf } from "./addresses.mjs";
import { Problem } from "./problem.mjs";
import { secretsIn, sha256Hex } from "./sandbox-secrets.mjs";
import { Service } from "./service.mjs";
import { step } from "./steps.mjs";

const READY_MS = 120_000;
const POLL_MS = 100;

/** @typedef {import("./sandbox-options.mjs").SandboxOptions} SandboxOptions */

/**
 * Forgets everything but the lock, which is ours.
 * @param {string} folder
 */
export async function wipe(folder) {
  for (const name of await readdir(folder)) {
    if (name !== "sandbox.lock") {
      await rm(join(folder, name), { recursive: true });
    }
  }
}

/**
 * The environment of the app: documented configuration, nothing else. What the person has set for another
 * Rolebridge or another AWS does not reach it.
 * @param {SandboxOptions} options
 * @param {string} databaseUrl
 */
async function appEnvironment(options, databaseUrl) {
  const at = addressesOf(options.port);
  const secrets = await secretsIn(options.folder);
  /** @param {string} group */
  const bothConnections = (group) => `meridian-saml/group:${group},meridian-oidc/group:${group}`;
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(ROLEBRIDGE_|AWS_|NEXTAUTH_|NODE_ENV$)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    PORT: String(options.port),
    HOST: "127.0.0.1",
    DATABASE_URL: databaseUrl,
    ROLEBRIDGE_URL: at.app,
    ROLEBRIDGE_SECRET: secrets.cookieSecret,
    ROLEBRIDGE_SEALING_KEY: secrets.sealingKey,
    ROLEBRIDGE_ADMIN_TOKEN_SHA256: sha256Hex(secrets.adminToken),
    ROLEBRIDGE_ADMINS: bothConnections("rolebridge-admins"),
    ROLEBRIDGE_AUDITORS: bothConnections("rolebridge-auditors"),
    ROLEBRIDGE_SUPPORT_CONTACT: "platform-team@meridian.example",
    ROLEBRIDGE_INSECURE_HTTP_IDPS: "true",
    // Nobody balances load here, and whoever stops a sandbox does not want to wait.
    ROLEBRIDGE_DRAIN_SECONDS: "0",
    ROLEBRIDGE_AWS_SIGNIN_URL: at.signin,
    ROLEBRIDGE_AWS_CONSOLE_URL: at.console,
    AWS_ENDPOINT_URL_STS: `${at.sts}/{region}`,
    // Rolebridge's own AWS identity, where every AWS SDK looks for one.
    AWS_ACCESS_KEY_ID: secrets.accessKeys.rolebridge.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.accessKeys.rolebridge.secretAccessKey,
  };
}

/**
 * @param {string} url
 * @param {Service} app
 */
async function untilReady(url, app) {
  const end = Date.now() + READY_MS;
  while (Date.now() < end) {
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Problem(`The app did not become ready within ${READY_MS / 1000} seconds; its output is above.`, {
    output: await app.logTail(),
  });
}

/**
 * A sandbox that is starting or runs.
 */
export class SandboxRun {
  /**
   * @param {string} root
   * @param {SandboxOptions} options
   */
  constructor(root, options) {
    this.root = root;
    this.options = options;
    /** @type {Service[]} */
    this.services = [];
  }

  /** Starts everything, one printed line a step. Gives who can sign in; rejects when something does not come up. */
  async start() {
    const { options } = this;
    const given = process.env.DATABASE_URL ?? "";
    const postgres = /^postgres(ql)?:/.test(given);
    const databaseUrl = postgres ? given : `pglite:${join(options.folder, "data")}`;
    await mkdir(options.folder, { recursive: true });
    const app = this.#service("The app", ["scripts/start.mjs", ...(options.dev ? ["--dev"] : [])], {
      logFile: join(options.folder, "app.log"),
      env: await appEnvironment(options, databaseUrl),
      echo: options.dev,
    });
    const world = this.#service(
      "The sandbox's identity providers and AWS",
      ["--import", "tsx", "sandbox/start.ts"],
      {
        logFile: join(options.folder, "world.log"),
        env: {
          ...process.env,
          SANDBOX_FOLDER: options.folder,
          SANDBOX_PORT: String(options.port),
          SANDBOX_DESCRIPTION: options.description,
          SANDBOX_DATABASE_URL: databaseUrl,
        },
      },
    );
    const listening = world.message("listening");
    const seeded = world.message("seeded");
    const at = addressesOf(options.port);
    await step("start the app, the identity providers and AWS", () =>
      this.#unlessFailed(Promise.all([listening, untilReady(at.app, app)])),
    );
    world.child.send({ kind: "seed" });
    const { personas } = await step("set up connections, accounts, roles and grants", () =>
      this.#unlessFailed(seeded),
    );
    return /** @type {{ username: string, password: string, about: string }[]} */ (personas);
  }

  /** From now on the development server's messages are shown. */
  speakUp() {
    for (const service of this.services) {
      service.speakUp();
    }
  }

  /** Rejects when a part of the sandbox stops by itself; otherwise never settles. */
  async failure() {
    return await Promise.race(this.services.map((service) => service.failure()));
  }

  async stop() {
    await Promise.all(this.services.map((service) => service.stop()));
    rmSync(this.options.description, { force: true });
  }

  /**
   * @param {string} name
   * @param {readonly string[]} args
   * @param {{ env: import("./run-command.mjs").Environment, logFile: string, echo?: boolean }} how
   */
  #service(name, args, how) {
    const service = new Service(name, args, { cwd: this.root, ...how });
    this.services.push(service);
    return service;
  }

  /**
   * @template T
   * @param {Promise<T>} work
   * @returns {Promise<T>}
   */
  async #unlessFailed(work) {
    return await Promise.race([work, this.failure()]);
  }
}
