import { SAML_PRESETS } from "../../identity/attribute-mapping";
import { requireReader } from "../authorize";
import type { FlowContext } from "../flow-context";
import { adminProvisioning } from "../provisioning/admin-provisioning";
import { accessKeyUseCases } from "./access-keys";
import { accountCollection } from "./accounts";
import type { AdminUseCases } from "./admin-use-cases";
import { connectionCollection } from "./connections";
import { exportAudit } from "./export-audit";
import { grantCollection } from "./grants";
import { keyUseCases } from "./keys";
import { personUseCases } from "./person";
import { personPasskeys } from "./person-passkeys";
import { targetCollection } from "./targets";
import { weaknessesOf } from "./weaknesses";

/** Everything the admin pages and `/api/v1/admin` do: the same validation and the same audit for both. */
export function adminUseCases(context: FlowContext): AdminUseCases {
  const { audit, people, settingsInForce } = context;
  return {
    connections: connectionCollection(context),
    accounts: accountCollection(context),
    targets: targetCollection(context),
    grants: grantCollection(context),
    accessKeys: accessKeyUseCases(context),
    mappingPresets: SAML_PRESETS,
    keys: keyUseCases(context),
    provisioning: adminProvisioning(context),
    person: personUseCases(context),
    passkeys: personPasskeys(context),
    audit: async (actor, query) => {
      await requireReader(context, actor, "audit.list");
      return audit.list(query);
    },
    auditHead: async (actor) => {
      await requireReader(context, actor, "audit.head");
      return audit.head();
    },
    exportAudit: exportAudit(context),
    people: async (actor, query) => {
      await requireReader(context, actor, "people.list");
      const page = await people.list(query);
      const items = page.items.map(({ id, identity, sessionName, signedInAt }) => ({
        ...identity,
        id,
        sessionName,
        signedInAt,
      }));
      return { ...page, items };
    },
    config: async (actor) => {
      await requireReader(context, actor, "config.list");
      return settingsInForce.map((setting) => ({ ...setting, weakens: setting.weakens !== undefined }));
    },
    weaknesses: async (actor) => {
      await requireReader(context, actor, "config.list");
      return weaknessesOf(context);
    },
  };
}
