import type { QueryAction } from "../../query/query-service";
import { callerIdentity } from "../session-arn";

/** Never refused to whoever signs correctly. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity: QueryAction = {
  signed: true,
  run(_call, caller) {
    const { arn, userId } = callerIdentity(caller);
    return { Arn: arn, UserId: userId, Account: caller.account.accountId };
  },
};
