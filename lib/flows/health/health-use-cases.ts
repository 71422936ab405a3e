/** Whether an instance should get requests, and if not, why. */
export interface Readiness {
  readonly database: boolean;
  readonly keys: boolean;
  /** Whether our clock agrees with the database's. */
  readonly clock: boolean;
}

/** When something that signs ends. */
export interface Expiry {
  readonly of: "key" | "connection";
  /** Purpose of the key, or slug of the connection. */
  readonly name: string;
  /** Of a key. */
  readonly status?: string;
  readonly notAfter: Date;
}

/** What an operator watches. */
export interface Vitals {
  /** Connections to the database: open, idle, and requests that wait for one; undefined where there is no pool. */
  readonly pool: Readonly<Record<"open" | "idle" | "waiting", number>> | undefined;
  /** Empty while the database does not answer. */
  readonly expiries: readonly Expiry[];
  readonly clockOffsetSeconds: number | undefined;
}

/** How this instance is, for whoever runs it. Neither says anything of a person; neither rejects. */
export interface HealthUseCases {
  /** For `/readyz`. */
  ready(): Promise<Readiness>;
  /** For `/metrics`. */
  vitals(): Promise<Vitals>;
}
