import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { OwnFault } from "../fault";
import { atMost, exactly, holds } from "../figures";
import { Instance } from "../world/instance";
import { until } from "../world/until";

const LATEST_MS = 6_000;

/** The embedded database's first start is killed, again and again; and a second process wants the same folder. */
export const embeddedDatabase: OwnFault = {
  id: "R15",
  title: "the embedded database is killed in its first start, and wanted by two",
  world: "own",
  needsNoServer: true,
  longOnly:
    "first starts of the embedded database take seconds each; lib/db/open-pglite.test.ts kills them by themselves",
  async run({ isLong }) {
    const folder = await mkdtemp(join(tmpdir(), "rolebridge-embedded-"));
    const points = isLong ? 20 : 1;
    const logFile = join(folder, "app.log");
    let opened = 0;
    try {
      for (let point = 0; point < points; point += 1) {
        const settings = settingsOn(join(folder, `data-${point}`));
        const first = await Instance.launch({ settings, logFile });
        await wait(((point + 1) / points) * LATEST_MS);
        await first.end("SIGKILL");
        const second = await Instance.launch({ settings, logFile });
        await second.untilReady().then(() => {
          opened += 1;
        });
        await second.end("SIGKILL");
      }
      return [
        exactly("folders that opened after the kill", opened, points),
        ...(await wantedByTwo(folder, logFile, isLong)),
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function wantedByTwo(folder: string, logFile: string, isLong: boolean) {
  const settings = settingsOn(join(folder, "data-0"));
  const first = await Instance.start({ settings, logFile });
  const intruder = await Instance.launch({ settings, logFile: `${logFile}.second` });
  const milliseconds = await until(() => intruder.hasEnded, 30_000, "the end of the second process");
  const said = await intruder.logTail();
  const stillServes = (await first.status("/readyz")) === 200;
  await first.end("SIGKILL");
  return [
    // Most of it is the start of Node and Next, which a busy machine stretches.
    atMost("the second process ended after", milliseconds / 1_000, isLong ? 3 : 15, "s"),
    holds("and said why", /already|another process|in use/i.test(said)),
    holds("the first one goes on", stillServes),
  ];
}

function settingsOn(data: string): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: `pglite:${data}`,
    ROLEBRIDGE_URL: "http://localhost:4100",
    ROLEBRIDGE_ADMINS: "company/group:administrators",
    ROLEBRIDGE_SECRET: randomBytes(32).toString("base64"),
    ROLEBRIDGE_SEALING_KEY: SEALING_KEY,
  };
}

/** One for all starts: a folder that was made with another does not open. */
const SEALING_KEY = randomBytes(32).toString("base64");
