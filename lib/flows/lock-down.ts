export type LockDownScope = "everything" | "account" | "person";

/** An order that nothing is issued. */
export interface LockDown {
  readonly id: string;
  readonly scope: LockDownScope;
  /** Account number or person id; absent for everything. */
  readonly subjectId?: string;
  /** As it was called when it was locked down. */
  readonly subjectName?: string;
  readonly reason: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lifted?: { readonly at: Date; readonly by: string; readonly reason: string };
}

/** Part of a change: closes or opens the gate with the row, in the change's own transaction. */
export interface LockDownChanges {
  byId(id: string): Promise<LockDown | undefined>;
  /** @throws AppError `admin.conflict` when the subject is locked down already, `admin.not_found` when it is unknown */
  create(lockDown: Omit<LockDown, "lifted">): Promise<void>;
  /** False when it was lifted before. */
  lift(id: string, lifted: NonNullable<LockDown["lifted"]>): Promise<boolean>;
}
