import { describe, expect, it } from "vitest";
import type { AuditDetail, AuditEvent } from "@/lib/audit/event";
import { explanationIn } from "./read-explanation";

const EXPLANATION = {
  id: "denied.assume_role",
  meaning: "The role does not let this in.",
  causes: [{ id: "trust", certainty: "likely", what: "w", todo: "t", who: "aws_administrator" }],
  sent: { action: "AssumeRoleWithSAML", region: "eu-west-1", parameters: { RoleArn: "arn" } },
};

function event(detail: AuditDetail): AuditEvent {
  return {
    id: "e",
    at: new Date(0),
    actor: { kind: "person", name: "ada" },
    action: "credentials.refused",
    outcome: "refused",
    remoteAddress: "127.0.0.1",
    userAgent: "",
    reference: "abcdefghjk",
    detail,
  };
}

describe("explanationIn", () => {
  it("joins the explanation with AWS's words beside it", () => {
    const found = explanationIn(
      event({ awsCode: "AccessDenied", awsMessage: "Not authorized", explanation: EXPLANATION }),
    );
    expect(found).toMatchObject({ ...EXPLANATION, awsCode: "AccessDenied", awsMessage: "Not authorized" });
  });

  it("finds nothing in an event without one, or with one of another shape", () => {
    expect(explanationIn(event({}))).toBeUndefined();
    expect(explanationIn(event({ explanation: { ...EXPLANATION, causes: [{}] } }))).toBeUndefined();
    expect(explanationIn(event({ explanation: { meaning: "only this" } }))).toBeUndefined();
  });
});
