/** The partitions Rolebridge knows; aws-facts of each live in `partitions.ts` of this room. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov" | "aws-eusc";
