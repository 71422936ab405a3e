import type { WorldAccount } from "./model";
import { HOUR, managed } from "./policies";

/** Waits for somebody to add it to Rolebridge. */
export const PLAYGROUND: WorldAccount = {
  accountId: "904416728135",
  name: "Meridian Playground",
  alias: "meridian-playground",
  region: "eu-west-1",
  color: "green",
  labels: { environment: "playground" },
  registered: false,
  roles: [
    {
      name: "PlaygroundAdmin",
      description: "Everything, in an account that is emptied every Sunday",
      maxSessionDuration: 8 * HOUR,
      allowsTags: true,
      allowsSourceIdentity: true,
      permissions: managed("AdministratorAccess"),
    },
    {
      name: "PlaygroundReadOnly",
      description: "Look around",
      maxSessionDuration: 12 * HOUR,
      permissions: managed("ReadOnlyAccess"),
    },
  ],
};
