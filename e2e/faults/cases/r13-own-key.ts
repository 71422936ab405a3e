import { setTimeout as wait } from "node:timers/promises";
import { renewTrust } from "../../../sandbox/seed/trust-rolebridge";
import type { SharedFault } from "../fault";
import { atLeast, exactly, holds } from "../figures";
import { askCredentials, issuedKey } from "../people/credentials";
import { productionReader } from "../people/reader";
import { steadily } from "../people/traffic";
import type { World } from "../world/world";

/** Our signing key for AWS is changed while people take sessions: prepared, uploaded, taken into use. */
export const ownKey: SharedFault = {
  id: "R13",
  title: "our signing key is rotated under load",
  world: "shared",
  async run(world, { isLong }) {
    const pause = isLong ? 10_000 : 1_200;
    const { browser, id } = await productionReader(world);
    const load = steadily(isLong ? 20 : 4, () => askCredentials(browser, id));
    await wait(pause);
    const [before] = await world.database.rows<{ id: string }>(
      "SELECT id FROM signing_key WHERE purpose = 'aws-saml' AND status = 'current'",
    );
    const next = await ask(world, "POST", "keys", { purpose: "aws-saml" });
    const both = await trust(world);
    await wait(pause);
    const used = await ask(world, "PATCH", `keys/${next.id}`, { status: "current" });
    // Longer than an instance goes on with the key it knows.
    await wait(pause + 2_500);
    const retired = await ask(world, "PATCH", `keys/${before?.id}`, { status: "retired" });
    const done = await load.stop();
    // Done twice, the step at AWS changes nothing.
    await trust(world);
    const after = await askCredentials(browser, id);
    return [
      holds(
        "the metadata names both certificates before the change",
        (both.match(/<[^/>]*X509Certificate>/g) ?? []).length === 2,
      ),
      holds("the next key was taken into use and the old one retired", used.isDone && retired.isDone),
      atLeast("sessions asked for meanwhile", done.length, 5),
      exactly(
        "of which AWS refused",
        done.filter(({ outcome }) => issuedKey(outcome) === undefined).length,
        0,
      ),
      holds("and after the step at AWS was repeated", issuedKey(after) !== undefined),
    ];
  },
};

async function ask(
  world: World,
  method: string,
  path: string,
  body: object,
): Promise<{ id: string; isDone: boolean }> {
  const answer = await fetch(`${world.origin}/api/v1/admin/${path}`, {
    method,
    headers: { authorization: `Bearer ${world.secrets.adminToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const { id } = (await answer.json()) as { id?: unknown };
  return { id: String(id), isDone: answer.ok };
}

/** What the AWS administrator does with our metadata. @returns the metadata */
function trust({ origin, aws }: World): Promise<string> {
  return renewTrust(`${origin}/aws/saml/metadata`, aws.urls.iam, aws.adminKeys);
}
