import type { QueryService } from "../query/query-service";
import { ACCESS_KEY_ACTIONS } from "./access-key-actions";
import { createRole } from "./actions/create-role";
import { createSamlProvider } from "./actions/create-saml-provider";
import { deleteRole } from "./actions/delete-role";
import { deleteSamlProvider } from "./actions/delete-saml-provider";
import { getRole } from "./actions/get-role";
import { getSamlProvider } from "./actions/get-saml-provider";
import { listRoles } from "./actions/list-roles";
import { listSamlProviders } from "./actions/list-saml-providers";
import { updateAssumeRolePolicy } from "./actions/update-assume-role-policy";
import { updateRole } from "./actions/update-role";
import { updateSamlProvider } from "./actions/update-saml-provider";
import { HOLDER_ACTIONS } from "./holder-actions";
import { MFA_ACTIONS } from "./mfa-actions";
import { OIDC_ACTIONS } from "./oidc-actions";
import { POLICY_ACTIONS } from "./policy-actions";
import { USER_ACTIONS } from "./user-actions";

/** Identity and Access Management, as much of it as setting up federation needs. */
export const IAM: QueryService = {
  signingName: "iam",
  version: "2010-05-08",
  namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  actions: {
    CreateRole: createRole,
    CreateSAMLProvider: createSamlProvider,
    DeleteRole: deleteRole,
    DeleteSAMLProvider: deleteSamlProvider,
    GetRole: getRole,
    GetSAMLProvider: getSamlProvider,
    ListRoles: listRoles,
    ListSAMLProviders: listSamlProviders,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    UpdateRole: updateRole,
    UpdateSAMLProvider: updateSamlProvider,
    ...ACCESS_KEY_ACTIONS,
    ...HOLDER_ACTIONS,
    ...MFA_ACTIONS,
    ...OIDC_ACTIONS,
    ...POLICY_ACTIONS,
    ...USER_ACTIONS,
  },
  extraHeaders: () => ({}),
};
