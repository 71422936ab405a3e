/** The partitions Rolebridge knows; what is known of each is in `partitions.ts`. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc";
