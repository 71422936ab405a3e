import { checkConstraints } from "../../query/constraints";
import type { QueryAction } from "../../query/query-service";
import { refuse } from "../../saml/refuse";
import { requirePermission } from "../require-permission";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html */
export const decodeAuthorizationMessage: QueryAction = {
  signed: true,
  run(call, caller) {
    const { cloud, request } = call;
    const encoded = request.params.get("EncodedMessage");
    checkConstraints([
      { field: "encodedMessage", value: encoded, required: true, min: 1, max: 10_240, printsValue: false },
    ]);
    requirePermission({ action: "sts:DecodeAuthorizationMessage", resource: "*" }, call, caller);
    const content = cloud.tokens.openAuthorizationMessage(encoded ?? "");
    // What one account was refused is not another's to read.
    if (content?.accountId !== caller.account.accountId) {
      throw refuse(cloud.assumptions, "authorizationMessageInvalid");
    }
    return { DecodedMessage: JSON.stringify(content.message) };
  },
};
