import type { AccessKey } from "@/lib/entitlements/model";

/** "break-glass", with the path of the user when there is one. */
export function userNameOf({ userArn }: Pick<AccessKey, "userArn">): string {
  return userArn.slice(userArn.indexOf(":user/") + ":user/".length);
}
