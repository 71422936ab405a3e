import { setTimeout as wait } from "node:timers/promises";
import { SAML_CONNECTION } from "../../../sandbox/seed/connection-names";
import type { SharedFault } from "../fault";
import { exactly, holds } from "../figures";
import { signIn } from "../people/sign-in";
import { engineer } from "../people/staff";
import { steadily } from "../people/traffic";
import type { World } from "../world/world";

/** The identity provider announces its next certificate, changes to it, and later changes without a word. */
export const providerCertificate: SharedFault = {
  id: "R11",
  title: "the identity provider's certificate is changed under load, announced and not",
  world: "shared",
  async run(world, { isLong }) {
    const pause = isLong ? 10_000 : 700;
    const connection = await samlConnection(world);
    const read = () => world.admin.update("connections", connection, { metadataXml: world.idp.metadata });
    const load = steadily(isLong ? 20 : 6, (number) => signIn(world.browser(), world.idp, engineer(number)));
    await wait(pause);
    const takeIntoUse = await world.idp.announceNextKey();
    await read();
    await wait(pause);
    takeIntoUse();
    await wait(pause);
    await read();
    await wait(pause);
    const planned = await load.stop();
    await world.idp.changeKeySilently();
    const unannounced = await signIn(world.browser(), world.idp, engineer(0));
    const [refused] = await world.database.rows<{ reason: string }>(
      "SELECT detail->>'reason' AS reason FROM audit_event WHERE action = 'login.refused' ORDER BY seq DESC LIMIT 1",
    );
    // The provider's own metadata does not hold the key: reading it again must not help either.
    await read();
    const stillRefused = await signIn(world.browser(), world.idp, engineer(0));
    const announce = await world.idp.announceNextKey();
    announce();
    await read();
    return [
      exactly(
        "sign-ins that failed while it was changed as announced",
        planned.filter(({ outcome }) => !outcome.isSignedIn).length,
        0,
      ),
      holds(
        "a key that nobody was told of signs nobody in",
        !unannounced.isSignedIn && !stillRefused.isSignedIn,
      ),
      holds(`the audit says why: ${refused?.reason}`, refused?.reason === "signature_invalid"),
    ];
  },
};

async function samlConnection(world: World): Promise<string> {
  const found = (await world.admin.list("connections")).find(({ slug }) => slug === SAML_CONNECTION);
  return String(found?.id);
}
