/** Every fault there is, by name. */
import { throttling } from "./cases/r01-throttling";
import { regionGone } from "./cases/r02-region-gone";
import { refusals } from "./cases/r03-refusals";
import { databaseRestart } from "./cases/r04-database-restart";
import { databaseFailover } from "./cases/r05-database-failover";
import { databaseBlackHole } from "./cases/r06-database-black-hole";
import { killedMidWay } from "./cases/r07-killed-mid-way";
import { twoInstances } from "./cases/r08-two-instances";
import { rollingUpgrade } from "./cases/r09-rolling-upgrade";
import { clockSkew } from "./cases/r10-clock";
import { providerCertificate } from "./cases/r11-provider-certificate";
import { providerKeys } from "./cases/r12-provider-keys";
import { ownKey } from "./cases/r13-own-key";
import { databaseDiskFull, logDiskFull } from "./cases/r14-disk-full";
import { embeddedDatabase } from "./cases/r15-embedded-database";
import { largeCompany } from "./cases/r16-large-company";
import { manyGroups } from "./cases/r17-many-groups";
import { steadyLoad } from "./cases/r18-load";
import { hostileLoad } from "./cases/r19-hostile-load";
import { soak } from "./cases/r20-soak";
import { auditKills } from "./cases/r21-audit-kills";
import { readOnlyDatabase } from "./cases/r22-read-only-database";
import { providerDown } from "./cases/r23-provider-down";
import { restore } from "./cases/r24-restore";
import { outOfMemory } from "./cases/r25-out-of-memory";
import type { Fault } from "./fault";

export const FAULTS: readonly Fault[] = [
  throttling,
  regionGone,
  refusals,
  databaseRestart,
  databaseFailover,
  databaseBlackHole,
  killedMidWay,
  twoInstances,
  rollingUpgrade,
  clockSkew,
  providerCertificate,
  providerKeys,
  ownKey,
  logDiskFull,
  databaseDiskFull,
  embeddedDatabase,
  largeCompany,
  manyGroups,
  steadyLoad,
  hostileLoad,
  soak,
  auditKills,
  readOnlyDatabase,
  providerDown,
  restore,
  outOfMemory,
];
