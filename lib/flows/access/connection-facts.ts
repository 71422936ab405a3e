import type { Target } from "../../entitlements/model";
import type { ConnectionFacts } from "../../trust/role-need";
import { everyPage } from "../admin/every-page";
import type { FlowContext } from "../flow-context";

type Leaning = Pick<Target, "kind" | "useConnectionTags">;

/** What these targets lean on that connections say; most lean on nothing, and cost no statement. */
export async function connectionFacts(
  { connections }: Pick<FlowContext, "connections">,
  targets: readonly Leaning[],
): Promise<ConnectionFacts> {
  const leans = targets.some(({ kind, useConnectionTags }) => useConnectionTags || kind === "saml-relay");
  const all = leans ? await everyPage((page) => connections.list(page)) : [];
  return {
    relayIssuers: Object.fromEntries(
      all.flatMap((connection) =>
        connection.kind === "saml" ? [[connection.slug, connection.samlIdp.entityId] as const] : [],
      ),
    ),
    tagKeys: [...new Set(all.flatMap(({ tagPolicy }) => tagPolicy.sessionTags.map(({ key }) => key)))],
  };
}
