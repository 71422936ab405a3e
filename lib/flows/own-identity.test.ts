import { expect, test, vi } from "vitest";
import type { StsCaller, StsPlace } from "../aws/sts-port";
import { AppError } from "../errors/app-error";
import { createOwnIdentity } from "./own-identity";

const PLACE: StsPlace = { partition: "aws", regions: ["eu-west-1"], useFips: false, useDualStack: false };
const ARN = "arn:aws:sts::418273650912:assumed-role/rolebridge/i-0123";

function setUp() {
  let now = 0;
  let answer: string | undefined = ARN;
  const asked: StsCaller[] = [];
  const own = createOwnIdentity({
    clock: { now: () => new Date(now) },
    sts: {
      getCallerIdentity: async (place, caller) => {
        asked.push(caller);
        if (answer === undefined) throw new AppError("aws.unreachable");
        const value = { arn: answer, userId: "AROA:i", accountId: "418273650912" };
        return { value, attempts: [{ region: place.regions[0], outcome: "answered" }] };
      },
    },
  });
  return {
    own,
    asked,
    advance: (ms: number) => {
      now += ms;
    },
    says: (arn: string | undefined) => {
      answer = arn;
    },
  };
}

test("is asked of the default chain when it is needed, once for a partition and at once for all who wait", async () => {
  const { own, asked } = setUp();
  expect(asked).toEqual([]);
  expect(await Promise.all([own(PLACE), own(PLACE)])).toEqual([ARN, ARN]);
  expect(await own({ ...PLACE, regions: ["us-east-1"] })).toBe(ARN);
  expect(asked).toEqual([{ kind: "own" }]);
  await own({ ...PLACE, partition: "aws-us-gov" });
  expect(asked).toHaveLength(2);
});

test("is absent where there is none, and is looked for again a minute later", async () => {
  const { own, asked, advance, says } = setUp();
  says(undefined);
  expect(await own(PLACE)).toBeUndefined();
  expect(await own(PLACE)).toBeUndefined();
  expect(asked).toHaveLength(1);
  says(ARN);
  advance(60_000);
  // Whoever asks now does not wait; whoever asks next knows.
  expect(await own(PLACE)).toBeUndefined();
  await vi.waitFor(async () => expect(await own(PLACE)).toBe(ARN));
  expect(asked).toHaveLength(2);
});
