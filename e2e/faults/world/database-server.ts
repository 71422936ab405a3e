/**
 * A PostgreSQL of our own that can be treated badly: stopped at once, restarted, killed, followed by a standby.
 * Durable as installed (fsync on), since what survives is the question here.
 */
import { randomBytes } from "node:crypto";
import { appendFile, chown, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { freePort, initialise, requireBinaries, serverUser } from "../../../scripts/setup/postgres.mjs";
import { mustRun } from "../../../scripts/setup/run-command.mjs";

type User = { uid: number; gid: number } | undefined;

interface Place {
  readonly bin: string;
  /** Holds `data` and `sockets`. */
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly user: User;
}

const SUPERUSER = "postgres";
const DATABASE = "rolebridge";

export class DatabaseServer {
  private constructor(private readonly place: Place) {}

  /**
   * An empty database on a free port.
   * @param parent folder that its data lies in, such as a small file system
   * @throws Problem where PostgreSQL's programs are not to be had
   */
  static async start(parent: string = tmpdir()): Promise<DatabaseServer> {
    const place = await newPlace(parent);
    await initialise(place);
    await configure(place);
    const server = new DatabaseServer(place);
    await server.begin();
    const admin = await server.connect("postgres");
    await admin.query(`CREATE DATABASE ${DATABASE}`);
    await admin.end();
    return server;
  }

  get port(): number {
    return this.place.port;
  }

  /** @param port of the link that leads here; the server's own without */
  url(port = this.place.port): string {
    return `postgres://${SUPERUSER}:${this.place.password}@127.0.0.1:${port}/${DATABASE}`;
  }

  /** A connection around all proxies, for asking what is really there. */
  async connect(database = DATABASE): Promise<pg.Client> {
    const { port, password } = this.place;
    const client = new pg.Client({ host: "127.0.0.1", port, user: SUPERUSER, password, database });
    // A server that is killed ends this as well; whoever asks next is told.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }

  /** What one statement gives, on a connection of its own. */
  async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const client = await this.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  async begin(): Promise<void> {
    await this.#control("start", "-w", "-t", "60");
  }

  /** @param mode `immediate` is what a crash is: nothing is written down first */
  async stop(mode: "fast" | "immediate"): Promise<void> {
    await this.#control("stop", "-w", "-m", mode);
  }

  async restart(mode: "fast" | "immediate"): Promise<void> {
    await this.#control("restart", "-w", "-t", "60", "-m", mode);
  }

  /** Ends the server's first process as the kernel would; its children notice and end themselves. */
  async kill(): Promise<void> {
    const pid = Number((await readFile(join(this.#data, "postmaster.pid"), "utf8")).split("\n", 1)[0]);
    process.kill(pid, "SIGKILL");
  }

  /** A second server that follows this one, and that this one waits for at every commit. */
  async standby(name = "standby"): Promise<DatabaseServer> {
    const place = { ...(await newPlace(tmpdir())), password: this.place.password };
    const env = { ...process.env, PGPASSWORD: this.place.password };
    await this.#asUser(
      join(place.bin, "pg_basebackup"),
      ["-h", "127.0.0.1", "-p", String(this.port), "-U", SUPERUSER, "-D", join(place.folder, "data")],
      env,
      ["-X", "stream", "-c", "fast"],
    );
    const conninfo = `host=127.0.0.1 port=${this.port} user=${SUPERUSER} password=${this.place.password} application_name=${name}`;
    await configure(place, [`primary_conninfo = '${conninfo}'`]);
    await writeFile(join(place.folder, "data", "standby.signal"), "");
    const follower = new DatabaseServer(place);
    await follower.begin();
    const admin = await this.connect();
    await admin.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
    await admin.query("ALTER SYSTEM SET synchronous_commit = 'remote_apply'");
    await admin.query("SELECT pg_reload_conf()");
    await admin.end();
    return follower;
  }

  /** A backup, as docs/operations/database.md makes one. */
  async dump(file: string): Promise<void> {
    await this.#withPassword("pg_dump", "--format=custom", `--file=${file}`, `--dbname=${DATABASE}`);
  }

  /** Puts a backup into this server's empty database, as docs/operations/database.md does. */
  async restore(file: string): Promise<void> {
    await this.#withPassword("pg_restore", "--no-owner", "--exit-on-error", `--dbname=${DATABASE}`, file);
  }

  /** Makes a standby the one that is written to. */
  async promote(): Promise<void> {
    await this.#control("promote", "-w", "-t", "60");
  }

  /** Ends the server and removes its folder. */
  async remove(): Promise<void> {
    await this.#control("stop", "-m", "immediate").catch(() => undefined);
    await rm(this.place.folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.place.folder, "data");
  }

  async #control(action: string, ...args: readonly string[]): Promise<void> {
    const log = join(this.place.folder, "data", "server.log");
    const where = ["-D", this.#data, "-l", log, "-s"];
    await this.#asUser(join(this.place.bin, "pg_ctl"), [action, ...where, ...args], process.env);
  }

  /** One of the client's programs, as whoever runs us: a backup is not the server's file. */
  async #withPassword(program: string, ...args: readonly string[]): Promise<void> {
    const { bin, folder, port, password } = this.place;
    const where = ["--host=127.0.0.1", `--port=${port}`, `--username=${SUPERUSER}`];
    const failure = `${program} failed; its output above says why.`;
    const env = { ...process.env, PGPASSWORD: password };
    await mustRun(join(bin, program), [...where, ...args], { cwd: folder, env, failure });
  }

  async #asUser(
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    more: readonly string[] = [],
  ): Promise<void> {
    const failure = `${program} ${args[0]} failed; its output above says why.`;
    const cwd = this.place.folder;
    await mustRun(program, [...args, ...more], { cwd, env, failure, ...this.place.user });
  }
}

async function newPlace(parent: string): Promise<Place> {
  const [bin, user] = [await requireBinaries(), await serverUser()];
  const folder = await mkdtemp(join(parent, "rolebridge-database-"));
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  return { bin, user, folder, port: await freePort(), password: randomBytes(16).toString("hex") };
}

async function configure({ folder, port }: Place, more: readonly string[] = []): Promise<void> {
  const lines = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    "max_connections = 100",
    "max_wal_senders = 4",
    "wal_level = replica",
    "hot_standby = on",
    ...more,
  ];
  await appendFile(join(folder, "data", "postgresql.conf"), `\n${lines.join("\n")}\n`);
}
