import { adminAction } from "../admin-action";
import { findSamlProvider } from "../find";

/** Roles that trust it keep their policies; they just trust nobody. */
export const deleteSamlProvider = adminAction("DeleteSAMLProvider", ({ request }, account) => {
  account.samlProviders.delete(findSamlProvider(account, request.params).name.toLowerCase());
  return undefined;
});
