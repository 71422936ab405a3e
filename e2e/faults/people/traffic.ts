/** Work that people keep asking for while something fails. */
import { setTimeout as wait } from "node:timers/promises";

export interface Load<T> {
  /** Ends it; what is under way is waited for. */
  stop(): Promise<readonly Done<T>[]>;
  /** What ended so far. */
  readonly done: readonly Done<T>[];
}

export interface Done<T> {
  /** Milliseconds since the load began. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: T;
}

/**
 * Seconds' worth of what may be under way at once: more than anything takes that a fault holds up. Without an end to
 * it a machine that cannot keep up would meet ever more, and the run would tell of that alone.
 */
const MOST_SECONDS_UNDER_WAY = 10;

/** Starts so many a second, whether or not those before have ended: people do not queue. */
export function steadily<T>(perSecond: number, work: (number: number) => Promise<T>): Load<T> {
  const begin = performance.now();
  const done: Done<T>[] = [];
  const underWay = new Set<Promise<void>>();
  let isOver = false;
  let nextAt = begin;
  const starting = (async () => {
    for (let number = 0; !isOver; number += 1) {
      const startedAt = performance.now() - begin;
      const one = work(number).then((outcome) => {
        done.push({ startedAt, endedAt: performance.now() - begin, outcome });
        underWay.delete(one);
      });
      underWay.add(one);
      if (underWay.size >= perSecond * MOST_SECONDS_UNDER_WAY) {
        await Promise.race(underWay);
        // Who did not come then does not come later.
        nextAt = performance.now();
      }
      nextAt += 1_000 / perSecond;
      await wait(Math.max(0, nextAt - performance.now()));
    }
  })();
  return {
    done,
    stop: async () => {
      isOver = true;
      await starting;
      await Promise.all(underWay);
      return done;
    },
  };
}

/** One after the other, and not more often than this: somebody who works all day, however slow the machine is. */
export function unhurried<T>(everyMs: number, work: (number: number) => Promise<T>): Load<T> {
  const begin = performance.now();
  const done: Done<T>[] = [];
  let isOver = false;
  const working = (async () => {
    for (let number = 0; !isOver; number += 1) {
      const startedAt = performance.now() - begin;
      const outcome = await work(number);
      const endedAt = performance.now() - begin;
      done.push({ startedAt, endedAt, outcome });
      await wait(Math.max(0, everyMs - (endedAt - startedAt)));
    }
  })();
  return {
    done,
    stop: async () => {
      isOver = true;
      await working;
      return done;
    },
  };
}

/** So many in all, so many at a time. */
export async function together<T>(
  count: number,
  atATime: number,
  work: (number: number) => Promise<T>,
): Promise<readonly T[]> {
  const outcomes: T[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const number = next;
      next += 1;
      outcomes[number] = await work(number);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, count) }, worker));
  return outcomes;
}
