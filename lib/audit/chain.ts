import { createHash } from "node:crypto";

/** One row of the audit with its link, as it lies in the database or in a line of an export. */
export interface LinkedEvent {
  /** 1, 2, 3, … in the order of commits. */
  readonly position: number;
  /** SHA-256 in hex, over the hash before it and the event. */
  readonly hash: string;
  readonly seq: string;
  /** UUID. Null, as everything that follows, when the link is there and its event is not. */
  readonly id: string | null;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string | null;
  readonly actorKind: string | null;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly action: string | null;
  readonly outcome: string | null;
  readonly objectKind: string | null;
  readonly objectId: string | null;
  readonly objectName: string | null;
  readonly remoteAddress: string | null;
  readonly userAgent: string | null;
  readonly reference: string | null;
  /** The JSON as the database writes it, byte for byte. */
  readonly detail: string | null;
}

/** The last link: whoever has kept one can show later that nothing before it was changed or cut off. */
export interface ChainHead {
  readonly position: number;
  /** Hex. */
  readonly hash: string;
}

export type ChainFaultKind =
  | "changed"
  | "missing_event"
  | "missing_link"
  | "unlinked_event"
  | "cut_off"
  | "other_than_kept";

export interface ChainFault {
  readonly kind: ChainFaultKind;
  /** Absent of an event that is in no link. */
  readonly position?: number;
  /** The row, as far as it is there. */
  readonly seq?: string;
  readonly id?: string;
}

export interface ChainReport {
  readonly events: number;
  /** Absent for an audit without an event. */
  readonly head?: ChainHead;
  /** The first row that is not as it was written; absent when every one is. */
  readonly fault?: ChainFault;
}

const VERSION = "rolebridge-audit-1";
const START = Buffer.alloc(32);

/** Its length in bytes, a colon, itself and a comma; a tilde and a comma for null. */
function field(value: string | null): string {
  return value === null ? "~," : `${Buffer.byteLength(value, "utf8")}:${value},`;
}

/**
 * The hash that an event has at a position. Written a second time in the database (function `audit_link_hash`, in
 * the migration): what one of them gets wrong the other finds.
 * @param previous 32 bytes
 */
function linkHash(previous: Uint8Array, event: LinkedEvent): Buffer {
  const fields = [
    VERSION,
    String(event.position),
    event.seq,
    event.id,
    event.at,
    event.actorKind,
    event.actorId,
    event.actorName,
    event.action,
    event.outcome,
    event.objectKind,
    event.objectId,
    event.objectName,
    event.remoteAddress,
    event.userAgent,
    event.reference,
    event.detail,
  ];
  return createHash("sha256").update(previous).update(fields.map(field).join(""), "utf8").digest();
}

/** The next link against the chain so far. */
function faultOf(event: LinkedEvent, position: number, previous: Uint8Array): ChainFault | undefined {
  if (event.position !== position) return { kind: "missing_link", position };
  if (event.id === null) return { kind: "missing_event", position, seq: event.seq };
  if (linkHash(previous, event).toString("hex") === event.hash) return undefined;
  return { kind: "changed", position, seq: event.seq, id: event.id };
}

function faultOfKept(head: ChainHead | undefined, kept: readonly ChainHead[]): ChainFault | undefined {
  const beyond = kept.find(({ position }) => position > (head?.position ?? 0));
  return beyond && { kind: "cut_off", position: (head?.position ?? 0) + 1 };
}

/**
 * Recomputes the whole chain.
 * @param links every link with its event, by position
 * @param kept heads that were noted down before, elsewhere: without one, rows cut off at the end leave no trace
 */
export async function verifyChain(
  links: AsyncIterable<LinkedEvent> | Iterable<LinkedEvent>,
  kept: readonly ChainHead[] = [],
): Promise<ChainReport> {
  const keptHash = new Map(kept.map(({ position, hash }) => [position, hash.toLowerCase()]));
  let previous: Buffer = START;
  let head: ChainHead | undefined;
  for await (const event of links) {
    const position = (head?.position ?? 0) + 1;
    const fault = faultOf(event, position, previous);
    const reached = { events: position - 1, ...(head === undefined ? {} : { head }) };
    if (fault !== undefined) return { ...reached, fault };
    if ((keptHash.get(position) ?? event.hash) !== event.hash) {
      return { ...reached, fault: { ...identified(event), kind: "other_than_kept", position } };
    }
    previous = Buffer.from(event.hash, "hex");
    head = { position, hash: event.hash };
  }
  const fault = faultOfKept(head, kept);
  return {
    events: head?.position ?? 0,
    ...(head === undefined ? {} : { head }),
    ...(fault === undefined ? {} : { fault }),
  };
}

function identified({ seq, id }: LinkedEvent): Pick<ChainFault, "seq" | "id"> {
  return id === null ? { seq } : { seq, id };
}
