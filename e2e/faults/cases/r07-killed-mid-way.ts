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
/** Points that one kill stands for: so many ask one after the other, and are all at different points when it comes. */
const POINTS_A_KILL = 5;
const AT_A_TIME = 2;

interface KilledSignIn {
  /** Times that the one response was accepted: before the kill, after it, by another instance. */
  readonly accepted: number;
  /** Status of the answer that ended another sign-in, right after the kill; 303 when it succeeded. */
  readonly retried: number;
}

/** An instance dies at a random moment after the response was posted to it, or credentials were asked of it. */
export const killedMidWay: SharedFault = {
  id: "R7",
  title: "an instance is killed in the middle of a sign-in and of an issue of credentials",
  world: "shared",
  async run(world, { isLong, note }) {
    const kills = isLong ? 40 : 2;
    const points = kills * POINTS_A_KILL;
    const told = (what: string, number: number) => {
      if (number % 10 === 9) note(`${(number + 1) * POINTS_A_KILL} of ${points} points of ${what}`);
    };
    const signIns = await together(kills, AT_A_TIME, async (number) => {
      told("a sign-in", number);
      return killedSignIns(world, number, kills);
    }).then((each) => each.flat());
    const before = await world.database.rows<{ count: number }>(REQUESTED);
    world.aws.disruptions.clear();
    const issues = await together(kills, AT_A_TIME, async (number) => {
      told("an issue", number);
      return killedIssues(world, number, kills);
    }).then((each) => each.flat());
    const after = await world.database.rows<{ count: number }>(REQUESTED);
    const intents = (after[0]?.count ?? 0) - (before[0]?.count ?? 0);
    const calls = Object.values(world.aws.disruptions.counts()).reduce((sum, count) => sum + count, 0);
    const refused = signIns.flatMap(({ retried }) => (retried === 303 ? [] : [retried]));
    if (refused.length > 0) note(`could not sign in at once: answered ${refused.join(", ")}`);
    const figures: Figure[] = [
      exactly("responses accepted more than once", signIns.filter(({ accepted }) => accepted > 1).length, 0),
      exactly(`of ${points} people, could sign in at once`, points - refused.length, points),
      atMost("calls to STS beyond the requests in the audit", Math.max(0, calls - intents), 0),
      exactly("credentials that the audit does not know", issues.filter((known) => !known).length, 0),
    ];
    return figures;
  },
};

const REQUESTED = "SELECT count(*)::int AS count FROM audit_event WHERE action = 'credentials.requested'";

/** Milliseconds before the kill at which each of a kill's requests is made: over all kills, evenly from 0 to 500. */
function agesAt(kill: number, kills: number): readonly number[] {
  return Array.from(
    { length: POINTS_A_KILL },
    (_, index) => ((kill + index * kills) / (kills * POINTS_A_KILL)) * LATEST_MS,
  );
}

/** Makes a request at each of these ages, and then kills who was asked. */
async function askedAndKilled<T>(
  world: World,
  ages: readonly number[],
  ask: (port: number, index: number) => Promise<T>,
): Promise<readonly T[]> {
  const victim = await world.startInstance();
  const asking = ages.map(async (age, index) => {
    await wait(LATEST_MS - age);
    return ask(victim.port, index);
  });
  await wait(LATEST_MS);
  await world.endInstance(victim, "SIGKILL");
  return Promise.all(asking);
}

async function killedSignIns(world: World, kill: number, kills: number): Promise<readonly KilledSignIn[]> {
  const ages = agesAt(kill, kills);
  const people = await Promise.all(
    ages.map(async (_, index) => {
      const person = engineer(kill * POINTS_A_KILL + index);
      const browser = world.browser();
      const { samlResponse } = await fetchResponse(browser, world.idp, person);
      return { person, browser, samlResponse };
    }),
  );
  const first = await askedAndKilled(world, ages, async (port, index) => {
    const someone = people[index];
    return someone === undefined
      ? 0
      : (await postResponse(someone.browser.at(port), someone.samlResponse)).status;
  });
  return Promise.all(
    people.map(async ({ person, browser, samlResponse }, index) => {
      const second = await postResponse(browser, samlResponse);
      const accepted = [first[index], second.status].filter((status) => status === 303).length;
      const again = await signIn(world.browser(), world.idp, person);
      return { accepted, retried: again.isSignedIn ? 303 : again.last.status };
    }),
  );
}

/** @returns of each whether what was handed over, if anything, is in the audit */
async function killedIssues(world: World, kill: number, kills: number): Promise<readonly boolean[]> {
  const { browser, id } = await productionReader(world);
  const answers = await askedAndKilled(world, agesAt(kill, kills), (port) =>
    askCredentials(browser.at(port), id),
  );
  return Promise.all(
    answers.map(async (answer) => {
      const key = issuedKey(answer);
      if (key === undefined) return true;
      const [found] = await world.database.rows(
        "SELECT 1 AS found FROM audit_event WHERE action = 'credentials.issued' AND detail->>'accessKeyId' = $1",
        [key],
      );
      return found !== undefined;
    }),
  );
}
