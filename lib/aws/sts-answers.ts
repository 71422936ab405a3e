/** What STS answers, as this room's own types; an answer that lacks a part is no answer. */
import type { Credentials, GetCallerIdentityCommandOutput } from "@aws-sdk/client-sts";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import type { AwsSession } from "./session";
import type { CallerIdentity, StsPlace } from "./sts-port";

/** Whose session it is, as STS named them. */
export interface SessionPrincipal {
  readonly arn: string | undefined;
  readonly assumedRoleId?: string | undefined;
}

/** The measure by its new name and by the one that it replaces (service model, June 2026). */
interface PackedSize {
  readonly SessionTokenUtilization?: number | undefined;
  readonly PackedPolicySize?: number | undefined;
}

/** A session's principal and measure, as `sessionFrom` takes them. */
export function measured<Of extends SessionPrincipal>(
  principal: Of,
  size: PackedSize,
): Of & MeasuredPrincipal {
  const packedPercent = size.SessionTokenUtilization ?? size.PackedPolicySize;
  return { ...principal, ...(packedPercent === undefined ? {} : { packedPercent }) };
}

interface MeasuredPrincipal extends SessionPrincipal {
  readonly packedPercent?: number;
}

/**
 * @param region whose endpoint answered
 * @throws AppError `aws.unreachable`
 */
export function sessionFrom(
  credentials: Credentials | undefined,
  { arn, assumedRoleId, packedPercent }: MeasuredPrincipal,
  { partition }: StsPlace,
  region: string,
): AwsSession {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  const principal = given(arn);
  return {
    accessKeyId: given(AccessKeyId),
    secretAccessKey: new Secret(given(SecretAccessKey)),
    sessionToken: new Secret(given(SessionToken)),
    expiration: given(Expiration),
    assumedRoleArn: principal,
    ...(assumedRoleId === undefined ? {} : { assumedRoleId }),
    ...(packedPercent === undefined ? {} : { packedPercent }),
    accountId: given(principal.split(":")[4]),
    partition,
    region,
  };
}

/** @throws AppError `aws.unreachable` */
export function callerIdentityFrom({ Arn, UserId, Account }: GetCallerIdentityCommandOutput): CallerIdentity {
  return { arn: given(Arn), userId: given(UserId), accountId: given(Account) };
}

/** A part that every answer of STS has. @throws AppError `aws.unreachable` */
export function given<T>(part: T | undefined): T {
  if (part === undefined || part === "")
    throw new AppError("aws.unreachable", { reason: "incomplete_answer" });
  return part;
}
