/**
 * Result of an action, independent of how it is written down. Keys are in wire order; a key whose value is
 * `undefined` is absent on the wire, as AWS leaves out what it does not have.
 */
export type WireValue = string | number | boolean | Date | WireRecord | readonly WireValue[];

export interface WireRecord {
  readonly [element: string]: WireValue | undefined;
}
