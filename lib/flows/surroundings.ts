/** What use-cases need of the machine and the network around them; the ports of the database are in `ports.ts`. */

export interface Clock {
  now(): Date;
}

export interface Randomness {
  uuid(): string;
  /** Bytes of the system's generator. */
  bytes(size: number): Uint8Array;
}

/** Reads a document from an address that an administrator entered. */
export interface DocumentReader {
  /** @throws AppError `admin.fetch_failed` with a public detail */
  read(url: string): Promise<string>;
}
