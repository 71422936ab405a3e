import { adminAction } from "../admin-action";

export const listSamlProviders = adminAction("ListSAMLProviders", (_call, account) => ({
  SAMLProviderList: [...account.samlProviders.values()].map((provider) => ({
    Arn: provider.arn,
    ValidUntil: provider.validUntil,
    CreateDate: provider.createDate,
  })),
}));
