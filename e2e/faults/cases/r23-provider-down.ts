import { readFile } from "node:fs/promises";
import { fromBase32 } from "../../../sandbox/aws/mfa/base32";
import { totpCode, totpStep } from "../../../sandbox/aws/mfa/totp";
import type { SharedFault } from "../fault";
import { atLeast, exactly, type Figure, holds } from "../figures";
import type { Browser, PageAnswer } from "../people/browser";
import { CompanyOidc } from "../people/company-oidc";
import { askCredentials, entitlementId, issuedKey } from "../people/credentials";
import { signIn } from "../people/sign-in";
import { persona } from "../people/staff";
import { together } from "../people/traffic";
import { withFreshInstance } from "../world/fresh-instance";
import type { Instance } from "../world/instance";
import type { World } from "../world/world";

const MOST_A_MINUTE = 6;
const GUESSES = 18;

/** The identity provider is gone. Who is signed in goes on; who is not comes in by another one, or not at all. */
export const providerDown: SharedFault = {
  id: "R23",
  title: "the identity provider is down",
  world: "shared",
  async run(world) {
    const provider = await CompanyOidc.connect(world, "faults-down");
    try {
      return await withFreshInstance(world, (instance) => gone(world, provider, instance), {
        settings: { ROLEBRIDGE_RATE_LIMITS: `credentials=${MOST_A_MINUTE}` },
      });
    } finally {
      await provider.close();
    }
  },
};

async function gone(
  world: World,
  provider: CompanyOidc,
  { port, logFile }: Instance,
): Promise<readonly Figure[]> {
  const browser = world.browser(port);
  await provider.signIn(browser, persona("ada"));
  const id = await entitlementId(browser, "ReadOnly");
  provider.fail("discovery", "keys", "token");
  const issues = await together(MOST_A_MINUTE / 2, 1, () => askCredentials(browser, id));
  const session = await browser.get("/api/v1/session", "same-origin");
  const outside = await provider.signIn(world.browser(port), persona("otto"));
  const [refused] = await world.database.rows<{ reason: string }>(
    "SELECT detail->>'reason' AS reason FROM audit_event WHERE action = 'login.refused' ORDER BY seq DESC LIMIT 1",
  );
  const other = await signIn(world.browser(port), world.idp, persona("ada"));
  return [
    exactly("a session from before", session.status, 200),
    exactly(
      "credentials that it was refused",
      issues.filter((answer) => issuedKey(answer) === undefined).length,
      0,
    ),
    holds(
      `nobody signs in through it: ${refused?.reason}`,
      outside.status >= 400 && (refused?.reason ?? "").startsWith("provider_unreachable"),
    ),
    holds("somebody signs in through another provider", other.isSignedIn),
    ...(await breakGlass(world, port, logFile)),
  ];
}

/** Otto holds the second factor of the emergency user. */
async function breakGlass(world: World, port: number, logFile: string): Promise<readonly Figure[]> {
  const browser = world.browser(port);
  await signIn(browser, world.idp, persona("otto"));
  const id = await entitlementId(browser, "BreakGlassUser");
  const without = await askCredentials(browser, id);
  const seed = fromBase32(world.secrets.mfaSeeds["break-glass"]);
  const mfaCode = totpCode(seed, totpStep(new Date()));
  const reason = "The identity provider is down";
  const given = await take(browser, id, reason, mfaCode);
  const events = await world.database.rows(
    "SELECT 1 AS one FROM audit_event WHERE action LIKE 'credentials.%' AND (detail->>'breakGlass')::boolean AND detail->>'reason' = $1",
    [reason],
  );
  const alarm = (await readFile(logFile, "utf8")).includes("a break-glass session was given");
  const wrong = await together(GUESSES, GUESSES, () => take(browser, id, reason, "000000"));
  const limited = wrong.filter(({ status, headers }) => status === 429 && Number(headers["retry-after"]) > 0);
  return [
    holds("break glass without a reason and a code is refused", issuedKey(without) === undefined),
    holds("and with both it is given", issuedKey(given) !== undefined),
    atLeast("events that say so", events.length, 1),
    holds("the log has an alarm", alarm),
    atLeast(`of ${wrong.length} guesses of the code, refused as too many`, limited.length, 5),
    exactly("and of them right", wrong.filter((answer) => issuedKey(answer) !== undefined).length, 0),
  ];
}

function take(browser: Browser, entitlement: string, reason: string, mfaCode: string): Promise<PageAnswer> {
  return browser.postJson("/api/v1/credentials", { entitlementId: entitlement, reason, mfaCode });
}
