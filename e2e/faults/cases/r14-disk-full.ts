import { execFileSync } from "node:child_process";
import { mkdtempSync, statfsSync, writeFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OwnFault, SharedFault } from "../fault";
import { exactly, type Figure, holds } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { together } from "../people/traffic";
import { withFreshInstance } from "../world/fresh-instance";
import { until } from "../world/until";
import { World } from "../world/world";

/** Every line of the log meets a full disk. The audit is what counts; the log must take nothing down with it. */
export const logDiskFull: SharedFault = {
  id: "R14",
  title: "the log's disk is full",
  world: "shared",
  async run(world) {
    return withFreshInstance(
      world,
      async (instance) => {
        const { browser, id } = await productionReader(world, instance.port);
        const answers = await together(5, 1, () => askCredentials(browser, id));
        return [
          exactly(
            "credentials issued",
            answers.filter((answer) => issuedKey(answer) !== undefined).length,
            5,
          ),
          holds("the instance is alive", !instance.hasEnded && (await instance.status("/readyz")) === 200),
        ];
      },
      { logFile: "/dev/full" },
    );
  },
};

const MEBIBYTE = 1_048_576;
const SIZE_MIB = 220;

/** The database's file system, a small one of its own, has no room left; then it has again. */
export const databaseDiskFull: OwnFault = {
  id: "R14.1",
  title: "the database's disk is full",
  world: "own",
  longOnly: "mounts a file system, which takes root",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "rolebridge-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE_MIB}m,mode=0777`, "tmpfs", folder]);
    try {
      const world = await World.start({ databaseFolder: folder });
      try {
        return await fill(world, folder);
      } finally {
        await world.close();
      }
    } finally {
      execFileSync("umount", ["-l", folder]);
    }
  },
};

async function fill(world: World, folder: string): Promise<readonly Figure[]> {
  const { browser, id } = await productionReader(world);
  const filler = join(folder, "filler");
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(filler, Buffer.alloc(bavail * bsize - MEBIBYTE / 4));
  await chmod(filler, 0o666);
  const keys: string[] = [];
  let unavailable = 0;
  for (let asked = 0; unavailable < 10 && asked < 20_000; asked += 1) {
    const answer = await askCredentials(browser, id);
    const key = issuedKey(answer);
    if (key !== undefined) keys.push(key);
    else if (answer.status === 503) unavailable += 1;
  }
  await rm(filler);
  // As whatever supervises the database would, when it has ended itself.
  await world.database.begin().catch(() => undefined);
  const seconds = await until(async () => issuedKey(await askCredentials(browser, id)) !== undefined, 60_000);
  const kept = await world.database.rows<{ key: string }>(
    "SELECT detail->>'accessKeyId' AS key FROM audit_event WHERE action = 'credentials.issued'",
  );
  const known = new Set(kept.map(({ key }) => key));
  return [
    exactly("requests refused with 503 while it was full", unavailable, 10),
    exactly("credentials that the audit does not know", keys.filter((key) => !known.has(key)).length, 0),
    holds(`works again ${(seconds / 1_000).toFixed(1)} s after there was room`, seconds < 30_000),
  ];
}
