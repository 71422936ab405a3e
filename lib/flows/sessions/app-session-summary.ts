/** An app session as others than its person see it. */
export interface AppSessionSummary {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly remoteAddress: string;
  readonly userAgent: string;
}
