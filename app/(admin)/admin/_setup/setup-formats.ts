import type { SetUpTexts } from "@/lib/trust/set-up/set-up-aws";

export interface SetUpFormat {
  /** As the API calls it. */
  readonly format: "terraform" | "cloudformation" | "stackset" | "cli" | "json";
  readonly label: string;
  readonly text: (texts: SetUpTexts) => string | undefined;
  readonly fileName: string;
  /** What to do with it, in two sentences. */
  readonly todo: string;
}

export const SET_UP_FORMATS: readonly SetUpFormat[] = [
  {
    format: "terraform",
    label: "Terraform",
    text: ({ terraform }) => terraform,
    fileName: "rolebridge.tf",
    todo: "Put the file into an empty folder and run terraform init and terraform apply as an administrator of the account. In a configuration you have already, leave out its first two blocks.",
  },
  {
    format: "cloudformation",
    label: "CloudFormation",
    text: ({ cloudFormation }) => cloudFormation,
    fileName: "rolebridge.yaml",
    todo: "In the console of the account open CloudFormation, choose Create stack and upload the file. Acknowledge that it makes IAM resources with names.",
  },
  {
    format: "stackset",
    label: "StackSet",
    text: ({ stackSet }) => stackSet,
    fileName: "rolebridge-stackset.yaml",
    todo: "For the same in many accounts: in the management account open CloudFormation, StackSets, and upload the file. Choose the accounts there; one region is enough, for IAM is global.",
  },
  {
    format: "cli",
    label: "AWS CLI",
    text: ({ awsCli }) => awsCli,
    fileName: "rolebridge.sh",
    todo: "Open CloudShell in the account as an administrator and paste it. It may be run again.",
  },
  {
    format: "json",
    label: "JSON",
    text: ({ json }) => json,
    fileName: "rolebridge.json",
    todo: "The documents alone, for a tool of your own or the IAM console. Trust policy and permissions go into the role, metadata into the provider.",
  },
];
