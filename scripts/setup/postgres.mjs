// @ts-check
/** A PostgreSQL of our own on loopback, gone when it is stopped. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { installPackage, onPath } from "./privilege.mjs";
import { Problem } from "./problem.mjs";
import { run } from "./run-command.mjs";

const DEBIAN = "/usr/lib/postgresql";
const READY_TRIES = 200;
const READY_PAUSE_MS = 50;

/** @returns {Promise<string | undefined>} the folder with initdb and postgres */
async function binaries() {
  const versions = await readdir(DEBIAN).catch(() => []);
  const newestFirst = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, "bin"));
  const candidates = [...newestFirst, dirname(onPath("initdb") ?? "/nowhere/initdb")];
  return candidates.find(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  );
}

/**
 * PostgreSQL refuses to run as root, so root hands its work to the user that the packages make for it.
 * @returns {Promise<{ uid: number, gid: number } | undefined>}
 */
export async function serverUser() {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  /** @param {string} flag */
  const id = async (flag) => Number((await run("id", [flag, "postgres"], { cwd: "/" })).output);
  const user = { uid: await id("-u"), gid: await id("-g") };
  if (!(user.uid > 0)) {
    throw new Problem("PostgreSQL refuses to run as root, and there is no user postgres to run it as.");
  }
  return user;
}

/** @returns {Promise<number>} a port of loopback that nobody listens on now */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/**
 * @typedef {object} RunningPostgres
 * @property {string} url of an empty database
 * @property {string} version
 * @property {() => Promise<void>} stop ends the server and removes its folder
 */

/**
 * Makes an empty cluster in `data` below the folder, with a folder for sockets beside it.
 * @param {{ bin: string, folder: string, password: string, user: { uid: number, gid: number } | undefined }} of
 */
export async function initialise({ bin, folder, password, user }) {
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });
  await mkdir(join(folder, "sockets"), { mode: 0o700 });
  if (user !== undefined) {
    for (const path of [folder, passwordFile, join(folder, "sockets")]) {
      await chown(path, user.uid, user.gid);
    }
  }
  const args = [
    "-D",
    join(folder, "data"),
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    "--pwfile",
    passwordFile,
    "-E",
    "UTF8",
    "--locale=C",
    "--no-sync",
  ];
  const { code, output } = await run(join(bin, "initdb"), args, { cwd: folder, ...user });
  if (code !== 0) {
    throw new Problem("initdb failed; its output above says why.", { output });
  }
}

/** @param {{ bin: string, folder: string, port: number, password: string, user: { uid: number, gid: number } | undefined }} of */
async function serve({ bin, folder, port, password, user }) {
  const args = [
    "-D",
    join(folder, "data"),
    "-p",
    String(port),
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    `unix_socket_directories=${join(folder, "sockets")}`,
    "-c",
    "fsync=off",
  ];
  const server = spawn(join(bin, "postgres"), args, { cwd: folder, ...user, stdio: "ignore" });
  const ended = new Promise((resolve) => server.once("close", resolve));
  const env = { ...process.env, PGPASSWORD: password };
  const where = ["-h", "127.0.0.1", "-p", String(port), "-U", "postgres"];
  for (
    let attempt = 0;
    (await run(join(bin, "pg_isready"), [...where, "-q"], { cwd: folder })).code !== 0;
    attempt += 1
  ) {
    if (attempt >= READY_TRIES || server.exitCode !== null) {
      server.kill("SIGQUIT");
      throw new Problem("PostgreSQL did not start.");
    }
    await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MS));
  }
  await run(join(bin, "createdb"), [...where, "rolebridge_test"], { cwd: folder, env });
  return async () => {
    // Immediate shutdown: nothing in it is worth a checkpoint.
    server.kill("SIGQUIT");
    await ended;
  };
}

/**
 * The folder with the server's programs, installing PostgreSQL when it is not there and that is allowed.
 * @returns {Promise<string>} rejects with a `Problem` when there is none to be had
 */
export async function requireBinaries() {
  if ((await binaries()) === undefined) {
    await installPackage({ "apt-get": "postgresql", apk: "postgresql", dnf: "postgresql-server" });
  }
  const bin = await binaries();
  if (bin === undefined) {
    throw new Problem(
      "PostgreSQL's server programs are not installed and could not be: install the package postgresql.",
    );
  }
  return bin;
}

/**
 * Starts a server on a free port with an empty database.
 * @returns {Promise<RunningPostgres>} rejects with a `Problem` when there is none to be had
 */
export async function startPostgres() {
  const bin = await requireBinaries();
  const folder = await mkdtemp(join(tmpdir(), "rolebridge-postgres-"));
  const of = {
    bin,
    folder,
    port: await freePort(),
    password: randomBytes(16).toString("hex"),
    user: await serverUser(),
  };
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await initialise(of);
    const stopServer = await serve(of);
    const { output } = await run(join(bin, "postgres"), ["--version"], { cwd: folder });
    return {
      url: `postgres://postgres:${of.password}@127.0.0.1:${of.port}/rolebridge_test`,
      version: output.trim(),
      stop: async () => {
        await stopServer();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
