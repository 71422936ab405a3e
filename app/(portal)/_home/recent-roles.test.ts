import { describe, expect, it } from "vitest";
import { readRecent, withRecent } from "./recent-roles";

describe("recent roles", () => {
  it("puts the role used last first, once, and keeps four", () => {
    const used = ["a1", "b2", "c3", "d4", "e5", "b2"];
    const cookie = used.reduce<string | undefined>(withRecent, undefined);
    expect(readRecent(cookie)).toEqual(["b2", "e5", "d4", "c3"]);
  });

  it("ignores what is not an id: anybody can write a cookie in their own browser", () => {
    expect(readRecent("a1.<script>..%2e.b2")).toEqual(["a1", "b2"]);
    expect(readRecent(undefined)).toEqual([]);
  });
});
