import { setTimeout as wait } from "node:timers/promises";
import type { SharedFault } from "../fault";
import { atMost, exactly, type Figure } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { fetchResponse, postResponse, signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { together } from "../people/traffic";
import type { World } from "../world/world";

const LATEST_MS = 500;

interface KilledSignIn {
  /** Times that the one response was accepted: before the kill, after it, by another instance. */
  readonly accepted: number;
  readonly couldRetry: boolean;
}

/** An instance dies at a random moment after the response was posted to it, or credentials were asked of it. */
export const killedMidWay: SharedFault = {
  id: "R7",
  title: "an instance is killed in the middle of a sign-in and of an issue of credentials",
  world: "shared",
  async run(world, { isLong, note }) {
    const points = isLong ? 200 : 2;
    const signIns = await together(points, 2, async (number) => {
      if (number % 20 === 19) note(`${number + 1} of ${points} sign-ins`);
      return killedSignIn(world, number, (number / points) * LATEST_MS);
    });
    const before = await world.database.rows<{ count: number }>(REQUESTED);
    world.aws.disruptions.clear();
    const issues = await together(points, 2, async (number) => {
      if (number % 20 === 19) note(`${number + 1} of ${points} issues`);
      return killedIssue(world, (number / points) * LATEST_MS);
    });
    const after = await world.database.rows<{ count: number }>(REQUESTED);
    const intents = (after[0]?.count ?? 0) - (before[0]?.count ?? 0);
    const calls = Object.values(world.aws.disruptions.counts()).reduce((sum, count) => sum + count, 0);
    const figures: Figure[] = [
      exactly("responses accepted more than once", signIns.filter(({ accepted }) => accepted > 1).length, 0),
      exactly(
        "people who could sign in at once",
        signIns.filter(({ couldRetry }) => couldRetry).length,
        points,
      ),
      atMost("calls to STS beyond the requests in the audit", Math.max(0, calls - intents), 0),
      exactly("credentials that the audit does not know", issues.filter((known) => !known).length, 0),
    ];
    return figures;
  },
};

const REQUESTED = "SELECT count(*)::int AS count FROM audit_event WHERE action = 'credentials.requested'";

async function killedSignIn(world: World, number: number, afterMs: number): Promise<KilledSignIn> {
  const victim = await world.launchInstance();
  await victim.untilReady();
  const browser = world.browser();
  const { samlResponse } = await fetchResponse(browser, world.idp, engineer(number));
  const posting = postResponse(browser.at(victim.port), samlResponse);
  await wait(afterMs);
  await world.endInstance(victim, "SIGKILL");
  const first = await posting;
  const second = await postResponse(browser, samlResponse);
  const accepted = [first, second].filter(({ status }) => status === 303).length;
  const again = await signIn(world.browser(), world.idp, engineer(number));
  return { accepted, couldRetry: again.isSignedIn };
}

/** @returns whether what was handed over, if anything, is in the audit */
async function killedIssue(world: World, afterMs: number): Promise<boolean> {
  const victim = await world.launchInstance();
  await victim.untilReady();
  const { browser, id } = await productionReader(world);
  const asking = askCredentials(browser.at(victim.port), id);
  await wait(afterMs);
  await world.endInstance(victim, "SIGKILL");
  const key = issuedKey(await asking);
  if (key === undefined) return true;
  const [found] = await world.database.rows(
    "SELECT 1 AS found FROM audit_event WHERE action = 'credentials.issued' AND detail->>'accessKeyId' = $1",
    [key],
  );
  return found !== undefined;
}
