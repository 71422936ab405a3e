import { randomBytes } from "node:crypto";
import type { QueryService } from "../query/query-service";
import { assumeRoleWithSaml } from "./actions/assume-role-with-saml";
import { getCallerIdentity } from "./actions/get-caller-identity";

/** The Security Token Service, as its Query API. An action is one file and one line here. */
export const STS: QueryService = {
  signingName: "sts",
  version: "2011-06-15",
  namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  actions: {
    AssumeRoleWithSAML: assumeRoleWithSaml,
    GetCallerIdentity: getCallerIdentity,
  },
  extraHeaders: () => ({ "x-amz-sts-extended-request-id": randomBytes(32).toString("base64") }),
};
