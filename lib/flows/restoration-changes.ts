/** Part of a change: what a backup must not bring back is ended with the lock-down and the event, or not at all. */
export interface RestorationChanges {
  /** Whether the database lies elsewhere than when it was last opened. True once. */
  hasMoved(): Promise<boolean>;
  /** Ends every session, request and whatever else opens something. @returns how many rows, by table */
  endEverything(now: Date): Promise<Readonly<Record<string, number>>>;
}
