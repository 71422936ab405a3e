/** The partitions Rolebridge knows; what is known of each is in `partitions.ts`. */
export const PARTITION_NAMES = [
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-eusc",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
] as const;
export type Partition = (typeof PARTITION_NAMES)[number];
