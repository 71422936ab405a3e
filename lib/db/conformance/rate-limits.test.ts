import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { onEveryDatabase } from "./on-every-database";

onEveryDatabase("W08 limits", (opened) => {
  const limits = () => opened().database.rateLimits;
  const key = () => `test:${randomUUID()}`;

  it("give a minute's worth at once, and then say how long to wait", async () => {
    const limit = { key: key(), perMinute: 5 };
    const answers: number[] = [];
    for (let count = 0; count < 6; count += 1) answers.push(await limits().take([limit]));
    expect(answers.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    // Five a minute: the next is ready within twelve seconds.
    expect(answers[5]).toBeGreaterThan(10);
    expect(answers[5]).toBeLessThanOrEqual(12);
    expect(await limits().wait(limit)).toBe(answers[5]);
    expect(await limits().wait({ key: key(), perMinute: 5 })).toBe(0);
  });

  it("fill evenly: one more is let in as soon as it is ready, and no more than that", async () => {
    // One every 50 ms.
    const limit = { key: key(), perMinute: 1_200 };
    await Promise.all(Array.from({ length: 1_200 }, () => limits().take([limit])));
    let taken = 0;
    const end = performance.now() + 500;
    while (performance.now() < end) taken += (await limits().take([limit])) === 0 ? 1 : 0;
    expect(taken).toBeGreaterThanOrEqual(5);
  }, 60_000);

  it("count for all instances together: of 40 at once through one bucket, 10 get through", async () => {
    const limit = { key: key(), perMinute: 10 };
    const answers = await Promise.all(Array.from({ length: 40 }, () => limits().take([limit])));
    expect(answers.filter((seconds) => seconds === 0)).toHaveLength(10);
  });

  it("of several buckets are judged together, and the longest wait is told", async () => {
    const tight = { key: key(), perMinute: 1 };
    const wide = { key: key(), perMinute: 100 };
    expect(await limits().take([tight, wide])).toBe(0);
    expect(await limits().take([wide, tight])).toBeGreaterThan(55);
    expect(await limits().take([wide])).toBe(0);
    expect(await limits().take([])).toBe(0);
  });

  it("leave nothing behind once a bucket is full again", async () => {
    const limit = { key: key(), perMinute: 600_000 };
    await limits().take([limit]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await opened().database.upkeep.deleteExpired(new Date());
    const { Prisma } = await import("../generated/client");
    const rows = await opened().driver.sql.rows(Prisma.sql`SELECT FROM rate_limit WHERE key = ${limit.key}`);
    expect(rows).toEqual([]);
  });
});
