import { join } from "node:path";
import { SAML_CONNECTION } from "../../../sandbox/seed/connection-names";
import type { OwnFault } from "../fault";
import { atMost, exactly, type Figure, holds } from "../figures";
import type { Browser } from "../people/browser";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { fetchResponse, postResponse, signIn } from "../people/sign-in";
import { engineer, persona } from "../people/staff";
import { growCompany } from "../world/company-at-scale";
import { DatabaseServer } from "../world/database-server";
import type { Instance } from "../world/instance";
import { runScript } from "../world/scripts";
import { World } from "../world/world";

/** The database is lost; its backup is put into another server, by the operator's documented steps. */
export const restore: OwnFault = {
  id: "R24",
  title: "a backup is put into a new database server",
  world: "own",
  longOnly: "a world and a second database of its own are a quarter of a minute each",
  async run({ isLong }) {
    const world = await World.start({ instances: 1 });
    const elsewhere = await DatabaseServer.start();
    try {
      if (isLong)
        await growCompany(world.database, SAML_CONNECTION, {
          accounts: 5_000,
          grants: 100_000,
          people: 50_000,
        });
      return await loseAndRestore(world, elsewhere);
    } finally {
      await world.close();
      await elsewhere.remove();
    }
  },
};

/** What somebody has in their hands when the backup is made. */
interface Before {
  readonly browser: Browser;
  readonly entitlement: string;
  /** Accepted already. */
  readonly used: string;
  readonly asked: Browser;
  /** Signed by the provider, and not posted yet. */
  readonly outstanding: string;
}

async function prepare(world: World): Promise<Before> {
  const { browser, id } = await productionReader(world);
  const asked = world.browser();
  const { samlResponse: used } = await fetchResponse(asked, world.idp, engineer(1));
  await postResponse(asked, used);
  const { samlResponse: outstanding } = await fetchResponse(asked, world.idp, engineer(1));
  return { browser, entitlement: id, used, asked, outstanding };
}

async function loseAndRestore(world: World, elsewhere: DatabaseServer): Promise<readonly Figure[]> {
  const before = await prepare(world);
  const backup = join(world.folder, "backup.dump");
  await world.database.dump(backup);
  const removed = await removeGrant(world);
  const audit = join(world.folder, "audit.jsonl");
  await runScript("audit.ts", ["export"], world.settings, audit);
  await world.database.stop("immediate");
  const settings = { ...world.settings, DATABASE_URL: elsewhere.url() };
  const begin = performance.now();
  await elsewhere.restore(backup);
  const told = await runScript("restored.ts", ["--audit", audit], settings);
  const instance = await world.addInstance({ settings: { DATABASE_URL: elsewhere.url() } });
  const minutes = (performance.now() - begin) / 60_000;
  return [
    holds("the command that ends what was restored", told),
    atMost("from the backup to an instance that is ready", minutes, 15, "min"),
    ...(await nothingIsRevived(before, instance)),
    ...(await goesOn(world, elsewhere, instance, removed)),
    holds("the chain of the audit is whole", await runScript("audit.ts", ["verify"], settings)),
  ];
}

async function nothingIsRevived(before: Before, { port }: Instance): Promise<readonly Figure[]> {
  const { browser, entitlement, asked, used, outstanding } = before;
  const session = await browser.at(port).get("/api/v1/session", "same-origin");
  const issue = await askCredentials(browser.at(port), entitlement);
  const again = await postResponse(asked.at(port), used);
  const late = await postResponse(asked.at(port), outstanding);
  return [
    exactly("a session from before the backup", session.status, 401),
    holds("which is given no credentials", issuedKey(issue) === undefined),
    holds("a response that was used before the backup is refused", again.status !== 303),
    holds("a response to a request from before the backup is refused", late.status !== 303),
  ];
}

async function goesOn(
  world: World,
  elsewhere: DatabaseServer,
  { port }: Instance,
  removed: string,
): Promise<readonly Figure[]> {
  const grants = await elsewhere.rows('SELECT id FROM "grant" WHERE id = $1::uuid', [removed]);
  const browser = world.browser(port);
  const { isSignedIn } = await signIn(browser, world.idp, persona("ada"));
  const [lockDown] = await elsewhere.rows<{ id: string }>(
    "SELECT id FROM lock_down WHERE scope = 'everything' AND lifted_at IS NULL",
  );
  const { status } = await fetch(`http://127.0.0.1:${port}/api/v1/admin/lock-downs/${lockDown?.id}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${world.secrets.adminToken}`, "content-type": "application/json" },
    body: JSON.stringify({ status: "lifted", reason: "Looked through" }),
  });
  return [
    exactly("grants that were removed after the backup and are there", grants.length, 0),
    holds("somebody signs in", isSignedIn),
    holds(
      "everything is locked down, until an administrator lifts it",
      lockDown !== undefined && status === 200,
    ),
  ];
}

/** @returns its id */
async function removeGrant(world: World): Promise<string> {
  const [grant] = await world.admin.list("grants");
  const id = String(grant?.id);
  const answer = await fetch(`${world.origin}/api/v1/admin/grants/${id}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${world.secrets.adminToken}` },
  });
  if (!answer.ok) throw new Error(`a grant could not be removed: ${answer.status}`);
  return id;
}
