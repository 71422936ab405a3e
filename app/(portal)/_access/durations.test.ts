import { describe, expect, it } from "vitest";
import { durationSteps, startDuration } from "./durations";

describe("durationSteps", () => {
  it("ends with the most that is allowed, whether it is a step or not", () => {
    expect(durationSteps(3600)).toEqual([900, 1800, 3600]);
    expect(durationSteps(5400)).toEqual([900, 1800, 3600, 5400]);
    expect(durationSteps(43_200).at(-1)).toBe(43_200);
  });

  it("offers the only one there is", () => {
    expect(durationSteps(900)).toEqual([900]);
  });
});

describe("startDuration", () => {
  it("is an hour unless something else was chosen before", () => {
    expect(startDuration(43_200, undefined)).toBe(3600);
    expect(startDuration(43_200, 28_800)).toBe(28_800);
  });

  it("is never more than this role allows", () => {
    expect(startDuration(1800, 28_800)).toBe(1800);
    expect(startDuration(5400, 5400)).toBe(5400);
  });
});
