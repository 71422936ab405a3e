/** Every fault there is, by name. */
import { throttling } from "./cases/r01-throttling";
import { regionGone } from "./cases/r02-region-gone";
import { refusals } from "./cases/r03-refusals";
import { databaseRestart } from "./cases/r04-database-restart";
import { databaseBlackHole } from "./cases/r06-database-black-hole";
import { killedMidWay } from "./cases/r07-killed-mid-way";
import { twoInstances } from "./cases/r08-two-instances";
import type { Fault } from "./fault";

export const FAULTS: readonly Fault[] = [
  throttling,
  regionGone,
  refusals,
  databaseRestart,
  databaseBlackHole,
  killedMidWay,
  twoInstances,
];
