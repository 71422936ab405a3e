import { describe, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import { scrub } from "./scrub";

const CANARY = "canary-7f3a";

describe("scrub", () => {
  test("redacts values of type Secret wherever they stand", () => {
    const text = JSON.stringify(scrub({ plan: { deep: [new Secret(CANARY)] }, one: new Secret(CANARY) }));
    expect(text).not.toContain(CANARY);
    expect(text).toContain("[redacted]");
  });

  test.each(["sessionToken", "SAMLResponse", "set-cookie", "Authorization", "clientSecret", "samlAssertion"])(
    "redacts a field named %s whatever it holds",
    (name) => {
      expect(JSON.stringify(scrub({ inner: { [name]: { value: CANARY } } }))).not.toContain(CANARY);
    },
  );

  test("keeps code, reason and reference of an error and drops what libraries hang on it", () => {
    const cause = Object.assign(new Error("socket hang up"), { $response: { body: CANARY }, config: CANARY });
    const error = new AppError("aws.unreachable", { reason: "timeout", cause });
    const line = scrub({ error });
    expect(line.error).toMatchObject({
      name: "AppError",
      code: "aws.unreachable",
      reason: "timeout",
      reference: error.reference,
      cause: { message: "socket hang up" },
    });
    expect(JSON.stringify(line)).not.toContain(CANARY);
  });

  test("redacts access key ids and passwords in connection strings inside text", () => {
    const text = JSON.stringify(
      scrub({ detail: `ASIAIOSFODNN7EXAMPLE at postgres://app:${CANARY}@db.example.com/x refused` }),
    );
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain("ASIAIOSFODNN7EXAMPLE");
    expect(text).toContain("db.example.com");
  });

  test("ends on circular structures", () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(JSON.stringify(scrub(circle))).toContain("[deeper]");
  });
});
