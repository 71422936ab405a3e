import type { FlowContext } from "../flow-context";
import type { Weakness } from "./admin-use-cases";
import { everyPage } from "./every-page";

/** What weakens Rolebridge as it is set up now: settings of the instance, and choices of administrators. */
export async function weaknessesOf({
  settingsInForce,
  connections,
}: Pick<FlowContext, "settingsInForce" | "connections">): Promise<readonly Weakness[]> {
  const ofSettings = settingsInForce.flatMap(({ name, weakens }) =>
    weakens === undefined ? [] : [{ what: name, ...weakens }],
  );
  const all = await everyPage((page) => connections.list(page));
  const unasked = all.filter((one) => one.kind === "saml" && one.enabled && one.allowIdpInitiated);
  return [
    ...ofSettings,
    ...unasked.map(({ slug, displayName }) => ({
      what: displayName,
      link: `/admin/connections/${slug}`,
      because: "Takes sign-ins that nobody asked for: a stolen answer of it can be used in another browser.",
      mend: "Switch off sign-ins that the identity provider starts, and let people begin here.",
    })),
  ];
}
