import type { Figure } from "./figures";
import type { World } from "./world/world";

/** How a run was asked for. */
export interface RunMode {
  /** The long form: as many points, people and minutes as the bar was written for. */
  readonly isLong: boolean;
  /** Says what is happening, for whoever waits. */
  note(text: string): void;
}

interface Described {
  /** As in docs/assurance/faults.md. */
  readonly id: `R${number}` | `R${number}.${number}`;
  readonly title: string;
  /** The long form only: why a minute and a half for all of them has no room for it. */
  readonly longOnly?: string;
  /** One of those that `--quick` runs: seconds each, and no bar that a busy machine misses. */
  readonly isQuick?: true;
  /** Where the same is measured against a peer. */
  readonly alsoIn?: string;
  /** Strikes the embedded database alone. */
  readonly needsNoServer?: true;
}

/** Strikes a world that others strike as well, and leaves it whole. */
export interface SharedFault extends Described {
  readonly world: "shared";
  run(world: World, mode: RunMode): Promise<readonly Figure[]>;
}

/** Makes what it strikes, and takes it away. */
export interface OwnFault extends Described {
  readonly world: "own";
  run(mode: RunMode): Promise<readonly Figure[]>;
}

export type Fault = SharedFault | OwnFault;
