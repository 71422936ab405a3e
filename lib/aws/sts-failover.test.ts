import { describe, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import type { StsFailure } from "./sts-errors";
import { createFailover, type RegionEndpoint } from "./sts-failover";

const FIRST = { region: "eu-west-1", url: "https://first" };
const SECOND = { region: "eu-central-1", url: "https://second" };
const BOTH = [FIRST, SECOND] as const;

type Outcome = StsFailure["outcome"];
const failureOf = (error: unknown): StsFailure =>
  error instanceof DOMException
    ? { outcome: "timeout", error: new AppError("aws.unreachable", { reason: "timeout" }) }
    : {
        outcome: String(error) as Outcome,
        error: new AppError("aws.unreachable", { reason: String(error) }),
      };

function failing(...urls: readonly string[]) {
  const asked: string[] = [];
  const down = new Set(urls);
  const call = async ({ url }: RegionEndpoint): Promise<string> => {
    asked.push(url);
    if (down.has(url)) throw "server_error" satisfies Outcome;
    return url;
  };
  return { asked, down, call };
}

function failover(total = 200) {
  const clock = { now: 0 };
  const { ask } = createFailover({ total, patience: 2_500, leftAlone: 30_000, now: () => clock.now });
  return { clock, ask };
}

describe("failover between regions", () => {
  test("asks the first region only, as long as it answers", async () => {
    const { asked, call } = failing();
    const answer = await failover().ask([...BOTH], call, failureOf);
    expect(answer).toEqual({ value: FIRST.url, attempts: [{ region: "eu-west-1", outcome: "answered" }] });
    expect(asked).toEqual([FIRST.url]);
  });

  test.each(["timeout", "unreachable", "server_error", "throttled"] as const)(
    "asks the next after %s, and says so",
    async (outcome) => {
      const call = async ({ url }: RegionEndpoint) => {
        if (url === FIRST.url) throw outcome;
        return url;
      };
      expect(await failover().ask([...BOTH], call, failureOf)).toEqual({
        value: SECOND.url,
        attempts: [
          { region: "eu-west-1", outcome },
          { region: "eu-central-1", outcome: "answered" },
        ],
      });
    },
  );

  test("asks no other region after a refusal, and does not hold it against the region", async () => {
    const { clock, ask } = failover();
    const asked: string[] = [];
    const call = async ({ url }: RegionEndpoint): Promise<never> => {
      asked.push(url);
      throw "answered" satisfies Outcome;
    };
    for (let time = 0; time < 2; time += 1) {
      clock.now = time;
      await expect(ask([...BOTH], call, failureOf)).rejects.toMatchObject({
        audit: { attempts: [{ region: "eu-west-1", outcome: "answered" }] },
      });
    }
    expect(asked).toEqual([FIRST.url, FIRST.url]);
  });

  test("leaves a region that failed alone for a while, and then asks it again", async () => {
    const { clock, ask } = failover();
    const { asked, down, call } = failing(FIRST.url);
    await ask([...BOTH], call, failureOf);
    down.clear();
    clock.now = 29_999;
    expect((await ask([...BOTH], call, failureOf)).attempts).toEqual([
      { region: "eu-west-1", outcome: "left_alone" },
      { region: "eu-central-1", outcome: "answered" },
    ]);
    clock.now = 30_001;
    await ask([...BOTH], call, failureOf);
    expect(asked).toEqual([FIRST.url, SECOND.url, SECOND.url, FIRST.url]);
  });

  test("asks every region when every one failed a moment ago", async () => {
    const { ask } = failover();
    const { asked, down, call } = failing(FIRST.url, SECOND.url);
    await expect(ask([...BOTH], call, failureOf)).rejects.toMatchObject({
      code: "aws.unreachable",
      audit: {
        attempts: [
          { region: "eu-west-1", outcome: "server_error" },
          { region: "eu-central-1", outcome: "server_error" },
        ],
      },
    });
    down.clear();
    expect((await ask([...BOTH], call, failureOf)).value).toBe(FIRST.url);
    expect(asked).toHaveLength(3);
  });

  test("a region that hangs leaves the next its share of the time", async () => {
    const { ask } = createFailover({
      total: 200,
      patience: 2_500,
      leftAlone: 30_000,
      now: () => performance.now(),
    });
    const aborted: string[] = [];
    const call = ({ url }: RegionEndpoint, signal: AbortSignal): Promise<string> => {
      signal.addEventListener("abort", () => aborted.push(url));
      return url === FIRST.url ? new Promise(() => undefined) : Promise.resolve(url);
    };
    const started = performance.now();
    const { attempts } = await ask([...BOTH], call, failureOf);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["timeout", "answered"]);
    expect(aborted).toEqual([FIRST.url]);
    expect(performance.now() - started).toBeLessThan(200);
  });

  test("a region that hangs costs one request its patience, and the others nothing", async () => {
    const { clock, ask } = failover(8_000);
    const held: (() => void)[] = [];
    const call = ({ url }: RegionEndpoint): Promise<string> =>
      url === FIRST.url
        ? new Promise((_, reject) => held.push(() => reject("server_error")))
        : Promise.resolve(url);
    const first = ask([...BOTH], call, failureOf);
    held[0]?.();
    await first;
    clock.now += 30_001;
    const probing = ask([...BOTH], call, failureOf);
    const { attempts } = await ask([...BOTH], call, failureOf);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["left_alone", "answered"]);
    held[1]?.();
    expect((await probing).attempts.map(({ outcome }) => outcome)).toEqual(["server_error", "answered"]);
  });

  test("R3 asks on where a region is switched off, and does not leave it alone for other accounts", async () => {
    const { ask } = failover();
    const call = async ({ url }: RegionEndpoint) => {
      if (url === FIRST.url) throw "disabled";
      return url;
    };
    for (let time = 0; time < 2; time += 1) {
      const { attempts } = await ask([...BOTH], call, failureOf);
      expect(attempts.map(({ outcome }) => outcome)).toEqual(["disabled", "answered"]);
    }
  });

  test("asks a region again after a bad moment only when there is no other", async () => {
    const triesAgain: boolean[] = [];
    const call = async ({ url }: RegionEndpoint, _: AbortSignal, isLast: boolean) => {
      triesAgain.push(isLast);
      if (url === FIRST.url) throw "throttled";
      return url;
    };
    await failover().ask([...BOTH], call, failureOf);
    expect(triesAgain).toEqual([false, true]);
  });

  test("ends at the deadline when all regions hang", async () => {
    const { ask } = createFailover({
      total: 200,
      patience: 2_500,
      leftAlone: 30_000,
      now: () => performance.now(),
    });
    const started = performance.now();
    await expect(ask([...BOTH], () => new Promise(() => undefined), failureOf)).rejects.toMatchObject({
      audit: { attempts: [{ outcome: "timeout" }, { outcome: "timeout" }] },
    });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
