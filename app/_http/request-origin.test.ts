import { describe, expect, it } from "vitest";
import { REFERENCE_HEADER } from "./request-headers";
import { requestOrigin } from "./request-origin";

const originOf = (headers: Record<string, string>, hops = 0) => requestOrigin(new Headers(headers), hops);

describe("requestOrigin", () => {
  it("W08 W20 takes the peer's own address when no proxy is trusted, whatever the client claims", () => {
    expect(originOf({ "x-forwarded-for": "10.0.0.1, 203.0.113.9" }).remoteAddress).toBe("203.0.113.9");
  });

  it("W08 takes the address the trusted proxy saw and no claim beyond it", () => {
    const headers = { "x-forwarded-for": "6.6.6.6, 198.51.100.7, 10.0.0.2" };
    expect(originOf(headers, 1).remoteAddress).toBe("198.51.100.7");
  });

  it("shows an IPv4 address that arrived in IPv6 form as IPv4", () => {
    expect(originOf({ "x-forwarded-for": "::ffff:127.0.0.1" }).remoteAddress).toBe("127.0.0.1");
  });

  it("caps the user agent and keeps escape sequences out of logs", () => {
    const { userAgent } = originOf({ "user-agent": `curl\u009b31m${"x".repeat(1000)}` });
    expect(userAgent).toHaveLength(256);
    expect(userAgent).toMatch(/^curl31m/);
  });

  it("keeps the reference of the request and replaces one that cannot be ours", () => {
    expect(originOf({ [REFERENCE_HEADER]: "abcdefghjk" }).reference).toBe("abcdefghjk");
    const made = originOf({ [REFERENCE_HEADER]: "<script>" }).reference;
    expect(made).toMatch(/^[2-9a-hjkmnp-z]{10}$/);
  });
});
