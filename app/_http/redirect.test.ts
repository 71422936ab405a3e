import { describe, expect, it } from "vitest";
import { redirectTo, signInPath } from "./redirect";

const locationOf = (to: string) => redirectTo(to).headers.get("location");

describe("redirectTo", () => {
  it("leads on with GET and sets every cookie", () => {
    const response = redirectTo("/", ["a=1", "b=2"]);
    expect(response.status).toBe(303);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  it("can lead to a role of any name", () => {
    expect(locationOf("/go/prod/Größe XL?x=1#y")).toBe("/go/prod/Gr%C3%B6%C3%9Fe%20XL?x=1#y");
    expect(locationOf("https://idp.example/a?b=c")).toBe("https://idp.example/a?b=c");
  });

  it("does not leave our origin by a path that is none", () => {
    expect(locationOf("//evil.example/x")).toBe("/x");
    expect(locationOf("/\\evil.example/x")).toBe("/x");
  });
});

describe("signInPath", () => {
  it("remembers where somebody wanted to go", () => {
    expect(signInPath("/go/prod/Admin?destination=a&b")).toBe(
      "/signin?returnTo=%2Fgo%2Fprod%2FAdmin%3Fdestination%3Da%26b",
    );
    expect(signInPath("/")).toBe("/signin");
  });
});
