import { randomBytes } from "node:crypto";
import type { QueryService } from "../query/query-service";
import { assumeRole } from "./actions/assume-role";
import { assumeRoleWithSaml } from "./actions/assume-role-with-saml";
import { assumeRoleWithWebIdentity } from "./actions/assume-role-with-web-identity";
import { decodeAuthorizationMessage } from "./actions/decode-authorization-message";
import { getAccessKeyInfo } from "./actions/get-access-key-info";
import { getCallerIdentity } from "./actions/get-caller-identity";
import { getFederationToken } from "./actions/get-federation-token";
import { getSessionToken } from "./actions/get-session-token";

/** The Security Token Service, as its Query API. An action is one file and one line here. */
export const STS: QueryService = {
  signingName: "sts",
  version: "2011-06-15",
  namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  actions: {
    AssumeRole: assumeRole,
    AssumeRoleWithSAML: assumeRoleWithSaml,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    DecodeAuthorizationMessage: decodeAuthorizationMessage,
    GetAccessKeyInfo: getAccessKeyInfo,
    GetCallerIdentity: getCallerIdentity,
    GetFederationToken: getFederationToken,
    GetSessionToken: getSessionToken,
  },
  extraHeaders: () => ({ "x-amz-sts-extended-request-id": randomBytes(32).toString("base64") }),
};
