/** Where STS is asked for the sandbox's production account, in this order. */
export const PRODUCTION_REGIONS = ["eu-west-1", "eu-central-1"] as const;
