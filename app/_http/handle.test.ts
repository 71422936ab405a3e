import { beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors/app-error";
import { runtime } from "@/lib/runtime";
import { answer, visit } from "./handle";
import { REFERENCE_HEADER } from "./request-headers";

vi.mock("@/lib/runtime", () => ({ runtime: vi.fn() }));
vi.mock("@/lib/log/log", () => ({ log: { info: vi.fn(), error: vi.fn() } }));

const request = () =>
  new Request("https://internal:3000/api/v1/credentials?x=1", {
    headers: { [REFERENCE_HEADER]: "abcdefghjk" },
  });
const context = { params: Promise.resolve({}) };

beforeEach(() => {
  vi.mocked(runtime).mockResolvedValue({ settings: { trustedProxyHops: 0 } } as never);
});

describe("answer", () => {
  it("turns a refusal of AWS into problem+json with AWS's own words, the hints and the request's reference", async () => {
    const response = await answer(async () => {
      throw new AppError("aws.refused", {
        aws: { awsCode: "AccessDenied", awsMessage: "Not authorized", hints: ["Check the trust policy."] },
      });
    })(request(), context);
    expect(response.status).toBe(502);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toMatchObject({
      code: "aws.refused",
      status: 502,
      reference: "abcdefghjk",
      awsCode: "AccessDenied",
      awsMessage: "Not authorized",
      hints: ["Check the trust policy."],
    });
  });

  it("names every wrong field", async () => {
    const fields = [{ field: "durationSeconds", message: "At least 900." }];
    const response = await answer(async () => {
      throw new AppError("request.invalid", { fields });
    })(request(), context);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "request.invalid", fields });
  });

  it("W22 says nothing about an error nobody foresaw", async () => {
    const response = await answer(async () => {
      throw new Error("password=hunter2 at /srv/app.js:1");
    })(request(), context);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ code: "internal.unexpected", reference: "abcdefghjk" });
    expect(text).not.toContain("hunter2");
  });

  it("answers as a problem even when Rolebridge cannot start", async () => {
    vi.mocked(runtime).mockRejectedValue(new AppError("store.unavailable", { retryAfterSeconds: 5 }));
    const response = await answer(async () => new Response())(request(), context);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
  });

  it("asks for a bearer token with 401", async () => {
    const response = await answer(async () => {
      throw new AppError("access.signed_out");
    })(request(), context);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
  });
});

describe("visit", () => {
  it("shows a person one sentence and the reference, and not the reason", async () => {
    const response = await visit(async () => {
      throw new AppError("signin.response_refused", { reason: "destination_mismatch" });
    })(request(), context);
    const text = await response.text();
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(text).toContain("answer could not be accepted");
    expect(text).toContain("abcdefghjk");
    expect(text).toContain('href="/signin"');
    expect(text).not.toContain("destination_mismatch");
  });
});
