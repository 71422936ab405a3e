/** `npm run sealing -- renew | status`: which key seals, and sealing everything anew. See docs/operations/keys.md. */
import { loadConfig } from "../lib/config/load-config";
import { configuredSealing } from "../lib/configured-sealing";
import { type Database, openDatabase } from "../lib/db/open-database";
import { sealAnew } from "../lib/keys/seal-anew";
import { runCommand, UsageError } from "./operate/run-command";

const USAGE = `npm run sealing -- status
npm run sealing -- renew

status   prints the sealing keys that the database knows.
renew    seals everything with the configured key, while the app goes on. Can be stopped and called again.`;

async function status({ sealingKeys }: Database): Promise<number> {
  for (const { id, status: state, kms } of await sealingKeys.list()) {
    console.log(`${id}  ${state.padEnd(8)}  ${kms?.keyArn ?? "from configuration"}`);
  }
  return 0;
}

await runCommand(async (args, environment) => {
  const [command, ...rest] = args;
  if ((command !== "renew" && command !== "status") || rest.length > 0) throw new UsageError(USAGE);
  const { config } = loadConfig(environment);
  const sealed = configuredSealing(config);
  const database = await openDatabase({
    url: config.databaseUrl.reveal(),
    migrationUrl: config.migrationDatabaseUrl?.reveal(),
    sealer: sealed.ring,
  });
  try {
    if (command === "status") return await status(database);
    const sealing = await sealed.open(database.sealingKeys);
    const { values, currentId } = await sealAnew(database.sealingKeys, sealed.ring, sealing);
    console.log(`${values} values were sealed anew. Everything is sealed with key ${currentId} now.`);
    console.log(
      "The previous key is needed no more: remove ROLEBRIDGE_PREVIOUS_SEALING_KEY or ROLEBRIDGE_PREVIOUS_SEALING_KMS_KEY on every instance. Keep the old key as long as you keep backups from before.",
    );
    return 0;
  } finally {
    await database.close();
  }
});
