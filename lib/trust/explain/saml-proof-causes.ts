/** What may be the cause of a refusal of AssumeRoleWithSAML's proof. */
import { accountOfArn, nameOfArn } from "../iam-arn";
import type { RefusalCause, Situation } from "./explanation";
import { cause, providerArn, TELL_ROLEBRIDGE_ADMIN, tellAwsAdmin } from "./words";

export function staleMetadata({ facts, plan }: Situation): readonly RefusalCause[] {
  const { keyRotated } = facts;
  const recently = keyRotated === "recently";
  const todo = `Update the provider ${providerArn(plan)} with the metadata at ${facts.settings.samlEntityId}.`;
  const stale = cause("metadata_stale", "aws_administrator", recently ? "likely" : "possible", {
    what: recently
      ? "Rolebridge's signing key was changed not long ago, and the provider still holds only the certificate before it."
      : "The provider holds a certificate of an earlier signing key of Rolebridge.",
    todo,
    hint: tellAwsAdmin(plan),
  });
  const other = cause(
    "metadata_of_another",
    "aws_administrator",
    keyRotated === "never" ? "likely" : "possible",
    {
      what: "The provider was made from the metadata of another installation with the same address, for instance of one that was set up anew.",
      todo,
      hint: tellAwsAdmin(plan),
    },
  );
  return keyRotated === "never" ? [other] : [stale, other];
}

export function relayStale({ plan }: Situation): readonly RefusalCause[] {
  return [
    cause("relay_metadata_stale", "aws_administrator", "likely", {
      what: "The company identity provider signs with a key that the provider in IAM does not know, for instance since its certificate was renewed.",
      todo: `Update the provider ${providerArn(plan)} with the current metadata of the company identity provider's app for AWS.`,
      hint: tellAwsAdmin(plan),
    }),
  ];
}

export function providerMissing(s: Situation): readonly RefusalCause[] {
  const { plan, facts } = s;
  const arn = providerArn(plan);
  const metadata =
    plan.kind === "saml"
      ? `from the metadata at ${facts.settings.samlEntityId}`
      : "from the company identity provider's metadata";
  const missing = cause("provider_missing", "aws_administrator", "likely", {
    what: `No SAML provider named ${nameOfArn(arn)} was made in AWS account ${accountOfArn(arn) ?? "of the ARN"}, or it was deleted.`,
    todo: `Make it there ${metadata}, with exactly this name.`,
    hint: tellAwsAdmin(plan),
  });
  const misspelt = cause("provider_misspelt", "rolebridge_administrator", "possible", {
    what: "The provider has another name in AWS. Upper and lower case count.",
    todo: `Enter the provider's ARN at this target as IAM shows it; now it is ${arn}.`,
    hint: "The set-up of this role in Rolebridge may be wrong. Give the reference to a Rolebridge administrator.",
  });
  return [...otherAccount(s), missing, misspelt, wrongPartition(s, "possible")];
}

/** A provider only opens roles of its own account. */
export function otherAccount({ plan }: Situation): readonly RefusalCause[] {
  const arn = providerArn(plan);
  const of = accountOfArn(arn);
  if (of === undefined || of === plan.accountId) return [];
  return [
    cause("provider_in_another_account", "rolebridge_administrator", "certain", {
      what: `The provider ${arn} is in account ${of}, the role in ${plan.accountId}. AWS wants both in the same account.`,
      todo: `Make a provider in account ${plan.accountId} and enter its ARN at this target, or leave the ARN empty for the usual one.`,
      hint: "The set-up of this role in Rolebridge is wrong. Give the reference to a Rolebridge administrator.",
    }),
  ];
}

export function issuerUnknown({ plan, facts }: Situation): readonly RefusalCause[] {
  const { samlEntityId } = facts.settings;
  if (plan.kind === "saml-relay") {
    return [
      cause("relay_issuer", "aws_administrator", "likely", {
        what: "The provider was made from the metadata of another app or tenant of the company identity provider.",
        todo: `Update the provider ${providerArn(plan)} with the metadata of the app for AWS${facts.relayIssuers?.[plan.relayConnection] === undefined ? "" : `, whose entityID is ${facts.relayIssuers[plan.relayConnection]}`}.`,
        hint: tellAwsAdmin(plan),
      }),
    ];
  }
  return [
    cause("issuer_changed", "aws_administrator", "likely", {
      what: `The provider was made from other metadata: of another identity provider, or of Rolebridge under an earlier address. Its entityID must be ${samlEntityId}.`,
      todo: `Update the provider ${providerArn(plan)} with the metadata at ${samlEntityId}.`,
      hint: tellAwsAdmin(plan),
    }),
  ];
}

export function roleNotNamed(s: Situation): readonly RefusalCause[] {
  const { plan } = s;
  if (plan.kind === "saml-relay") {
    return [
      cause("relay_role_missing", "rolebridge_administrator", "likely", {
        what: "The company identity provider's assertion does not name this role together with this provider for this person.",
        todo: `Have the app for AWS assign the role to the person; its Role value is ${"roleArn" in plan ? plan.roleArn : ""},${providerArn(plan)} without a space.`,
        hint: "Your company sign-in for AWS does not include this role. Ask for it at the company identity provider.",
      }),
    ];
  }
  return [
    ...otherAccount(s),
    cause("arn_spelling", "rolebridge_administrator", "likely", {
      what: "One of the two ARNs is not spelt as in IAM. Upper and lower case count.",
      todo: `Copy both ARNs from the IAM console again: ${"roleArn" in plan ? plan.roleArn : ""} and ${providerArn(plan)}.`,
      hint: "The set-up of this role in Rolebridge may be wrong. Give the reference to a Rolebridge administrator.",
    }),
  ];
}

export function recipient({ plan }: Situation): readonly RefusalCause[] {
  if (plan.kind === "saml-relay") {
    return [
      relayApp(
        "relay_recipient",
        plan.recipient === undefined
          ? "Its recipient must be AWS's sign-in address, https://signin.aws.amazon.com/saml in the partition aws, or the one that IAM shows for this provider."
          : `Its recipient must be ${plan.recipient} as IAM shows it for this provider.`,
      ),
    ];
  }
  const at = "recipient" in plan ? plan.recipient : "";
  return [
    cause("recipient_wrong", "rolebridge_administrator", "likely", {
      what: `The proof is made out to ${at}, which is not an address of this provider or of the partition ${plan.partition}.`,
      todo: "Leave the recipient of this target empty, or copy the provider's own sign-in URL from IAM again.",
      hint: "The set-up of this role in Rolebridge may be wrong. Give the reference to a Rolebridge administrator.",
    }),
  ];
}

export function wrongPartition({ plan }: Situation, certainty: "likely" | "possible"): RefusalCause {
  return cause("partition_wrong", "rolebridge_administrator", certainty, {
    what: `Account ${plan.accountId} is not in the partition ${plan.partition}.`,
    todo: "Correct the partition of the account (China and GovCloud are partitions of their own).",
    hint: "The set-up of this account in Rolebridge may be wrong. Give the reference to a Rolebridge administrator.",
  });
}

export function relayApp(id: string, rule: string): RefusalCause {
  return cause(id, "rolebridge_administrator", "likely", {
    what: `The company identity provider's app for AWS is not set up as AWS needs it. ${rule}`,
    todo: "Correct the app in the company identity provider; the guide for it shows the settings.",
    hint: "Your company's sign-in for AWS is not set up right. Give the reference to a Rolebridge administrator.",
  });
}

/** What we sign is checked before it leaves: if AWS cannot read it, that is a defect. */
export function ownFault(): RefusalCause {
  return cause("own_proof_defect", "operator", "likely", {
    what: "Rolebridge made a proof that AWS does not take.",
    todo: "Report it with AWS's words and the version of Rolebridge; the log has the rest under the reference.",
    hint: TELL_ROLEBRIDGE_ADMIN,
  });
}
