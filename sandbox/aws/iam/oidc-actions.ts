import { checkConstraints } from "../query/constraints";
import type { QueryAction } from "../query/query-service";
import type { Account, OidcProvider } from "../store/account";
import { adminAction } from "./admin-action";
import {
  addOidcProvider,
  checkClientCount,
  checkThumbprints,
  clientIdConstraint,
} from "./create-oidc-provider";
import { findOidcProvider } from "./find";

function saveClientIds(account: Account, provider: OidcProvider, clientIds: readonly string[]): void {
  checkClientCount(clientIds);
  account.oidcProviders.set(provider.name, { ...provider, clientIds });
}

/** OpenID Connect providers. */
export const OIDC_ACTIONS: Readonly<Record<string, QueryAction>> = {
  CreateOpenIDConnectProvider: adminAction(
    "CreateOpenIDConnectProvider",
    ({ cloud, request: { params } }, account) => {
      const spec = {
        url: params.get("Url"),
        clientIds: params.members("ClientIDList"),
        thumbprints: params.members("ThumbprintList"),
      };
      const context = { now: cloud.clock(), assumptions: cloud.assumptions };
      return { OpenIDConnectProviderArn: addOidcProvider(account, spec, context).arn };
    },
  ),

  GetOpenIDConnectProvider: adminAction("GetOpenIDConnectProvider", ({ request: { params } }, account) => {
    const provider = findOidcProvider(account, params);
    return {
      // IAM shows it without the scheme.
      Url: provider.name,
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints,
      CreateDate: provider.createDate,
    };
  }),

  UpdateOpenIDConnectProviderThumbprint: adminAction(
    "UpdateOpenIDConnectProviderThumbprint",
    ({ request: { params } }, account) => {
      const provider = findOidcProvider(account, params);
      const thumbprints = params.members("ThumbprintList");
      checkThumbprints(thumbprints);
      account.oidcProviders.set(provider.name, { ...provider, thumbprints });
      return undefined;
    },
  ),

  ListOpenIDConnectProviders: adminAction("ListOpenIDConnectProviders", (_call, account) => ({
    OpenIDConnectProviderList: [...account.oidcProviders.values()].map(({ arn }) => ({ Arn: arn })),
  })),

  DeleteOpenIDConnectProvider: adminAction(
    "DeleteOpenIDConnectProvider",
    ({ request: { params } }, account) => {
      account.oidcProviders.delete(findOidcProvider(account, params).name);
      return undefined;
    },
  ),

  AddClientIDToOpenIDConnectProvider: adminAction(
    "AddClientIDToOpenIDConnectProvider",
    ({ request: { params } }, account) => {
      const provider = findOidcProvider(account, params);
      const clientId = params.get("ClientID");
      checkConstraints([clientIdConstraint(clientId, "clientID")]);
      saveClientIds(account, provider, [...new Set([...provider.clientIds, clientId ?? ""])]);
      return undefined;
    },
  ),

  RemoveClientIDFromOpenIDConnectProvider: adminAction(
    "RemoveClientIDFromOpenIDConnectProvider",
    ({ request: { params } }, account) => {
      const provider = findOidcProvider(account, params);
      const clientId = params.get("ClientID");
      saveClientIds(
        account,
        provider,
        provider.clientIds.filter((other) => other !== clientId),
      );
      return undefined;
    },
  ),
};
