import { z } from "zod";

/** What CloudTrail says of one call that gives, or was asked for, a session. */
export interface TrailCall {
  /** One call across accounts is several events that share this. */
  readonly id: string;
  readonly at: Date;
  readonly name: SessionCallName;
  readonly region: string;
  /** Account whose trail this is. */
  readonly recipientAccountId?: string;
  /** AWS's error; absent when a session was given. */
  readonly errorCode?: string;
  readonly sourceAddress?: string;
  /** Key or principal that signed the call; absent in the target account's copy of a call across accounts. */
  readonly callerAccessKeyId?: string;
  readonly callerArns: readonly string[];
  readonly roleArn?: string;
  /** IAM's provider of an AssumeRoleWithSAML. */
  readonly principalArn?: string;
  /** As the assertion says, or the provider of a web identity: a host, or an ARN that ends in it. */
  readonly issuer?: string;
  readonly assertionId?: string;
  readonly sessionName?: string;
  /** `sub` of a web identity token. */
  readonly subject?: string;
  /** Of the session that was given. */
  readonly accessKeyId?: string;
}

const SESSION_CALLS = [
  "AssumeRole",
  "AssumeRoleWithSAML",
  "AssumeRoleWithWebIdentity",
  "GetFederationToken",
  "GetSessionToken",
] as const;
export type SessionCallName = (typeof SESSION_CALLS)[number];

const text = z.string().min(1).optional().catch(undefined);

// CloudTrail User Guide, record contents, and IAM User Guide, example AWS STS events. What is not needed is not read,
// and null stands for absent in many fields.
const RECORD = z.object({
  eventSource: z.literal("sts.amazonaws.com"),
  eventName: z.enum(SESSION_CALLS),
  eventTime: z.iso.datetime({ offset: true }),
  awsRegion: z.string(),
  eventID: z.string(),
  sharedEventID: text,
  recipientAccountId: text,
  errorCode: text,
  sourceIPAddress: text,
  userIdentity: z
    .object({
      arn: text,
      accessKeyId: text,
      identityProvider: text,
      sessionContext: z
        .object({ sessionIssuer: z.object({ arn: text }).optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .catch({}),
  requestParameters: z
    .object({
      sAMLAssertionID: text,
      roleArn: text,
      principalArn: text,
      roleSessionName: text,
      name: text,
    })
    .nullish(),
  responseElements: z
    .object({
      issuer: text,
      provider: text,
      subjectFromWebIdentityToken: text,
      credentials: z.object({ accessKeyId: text }).optional().catch(undefined),
    })
    .nullish(),
});

/** The object without what is undefined. */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/**
 * One record of an export. Undefined for what is no call for a session.
 * @param record as in `Records` of a log file
 */
export function readTrailCall(record: unknown): TrailCall | undefined {
  const parsed = RECORD.safeParse(record);
  if (!parsed.success) return undefined;
  const { userIdentity, requestParameters: asked, responseElements: given, ...event } = parsed.data;
  return present({
    id: event.sharedEventID ?? event.eventID,
    at: new Date(event.eventTime),
    name: event.eventName,
    region: event.awsRegion,
    recipientAccountId: event.recipientAccountId,
    errorCode: event.errorCode,
    sourceAddress: event.sourceIPAddress,
    callerAccessKeyId: userIdentity.accessKeyId,
    callerArns: [userIdentity.arn, userIdentity.sessionContext?.sessionIssuer?.arn].filter(
      (arn) => arn !== undefined,
    ),
    roleArn: asked?.roleArn,
    principalArn: asked?.principalArn,
    issuer: given?.issuer ?? given?.provider ?? userIdentity.identityProvider,
    assertionId: asked?.sAMLAssertionID,
    sessionName: asked?.roleSessionName ?? asked?.name,
    subject: given?.subjectFromWebIdentityToken,
    accessKeyId: given?.credentials?.accessKeyId,
  }) as TrailCall;
}

/** One call a list, though several accounts' trails tell of it: what any of them knows is kept. */
export function mergedCalls(calls: Iterable<TrailCall>): readonly TrailCall[] {
  const merged = new Map<string, TrailCall>();
  for (const call of calls) {
    const known = merged.get(call.id);
    const callerArns = [...new Set([...(known?.callerArns ?? []), ...call.callerArns])];
    merged.set(call.id, known === undefined ? call : { ...call, ...known, callerArns });
  }
  return [...merged.values()].sort((one, other) => one.at.getTime() - other.at.getTime());
}
