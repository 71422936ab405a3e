import { checkConstraints } from "../../query/constraints";
import type { QueryAction } from "../../query/query-service";
import { refuse } from "../../saml/refuse";
import { accountOfAccessKey } from "../../store/ids";
import { requirePermission } from "../require-permission";

/**
 * Says whose account a key is of, and nothing of whether it works or ever did.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export const getAccessKeyInfo: QueryAction = {
  signed: true,
  run(call, caller) {
    const { cloud, request } = call;
    const id = request.params.get("AccessKeyId");
    checkConstraints([
      {
        field: "accessKeyId",
        value: id,
        required: true,
        min: 16,
        max: 128,
        pattern: { regex: /^\w*$/, text: "[\\w]*" },
      },
    ]);
    requirePermission({ action: "sts:GetAccessKeyInfo", resource: "*" }, call, caller);
    // Keys that a world brought along may have any form.
    const Account = cloud.store.accountWithAccessKey(id ?? "")?.accountId ?? accountOfAccessKey(id ?? "");
    if (Account === undefined) throw refuse(cloud.assumptions, "accessKeyIdInvalid");
    return { Account };
  },
};
