import type { QueryService } from "../query/query-service";

/** Identity and Access Management, as much of it as setting up federation needs. */
export const IAM: QueryService = {
  signingName: "iam",
  version: "2010-05-08",
  namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  actions: {},
  extraHeaders: () => ({}),
};
