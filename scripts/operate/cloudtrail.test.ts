import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkedEvent } from "../../lib/audit/fixtures/linked-event";
import { auditLine } from "./audit-file";

const ROLE = "arn:aws:iam::444455556666:role/Developer";
let folder = "";

const event = (position: number, action: string, detail: object) =>
  linkedEvent(position, { action, reference: "abcdefghjk", detail: JSON.stringify(detail) });

const record = (assertion: string) => ({
  eventSource: "sts.amazonaws.com",
  eventName: "AssumeRoleWithSAML",
  eventTime: "2026-11-01T19:14:36Z",
  awsRegion: "us-east-2",
  eventID: assertion,
  recipientAccountId: "444455556666",
  userIdentity: { type: "SAMLUser" },
  requestParameters: { sAMLAssertionID: assertion, roleArn: ROLE, roleSessionName: "ada@example.com" },
  responseElements: {
    issuer: "https://rolebridge.example.com/aws/saml/metadata",
    credentials: { accessKeyId: "ASIA1" },
  },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rolebridge-trail-"));
  const plan = {
    kind: "saml",
    accountId: "444455556666",
    region: "us-east-2",
    sessionName: "ada@example.com",
    roleArn: ROLE,
  };
  const lines = [
    event(1, "credentials.requested", { plan, proofId: "_a1" }),
    event(2, "credentials.issued", { accessKeyId: "ASIA1" }),
  ];
  await writeFile(join(folder, "audit.jsonl.gz"), gzipSync(lines.map(auditLine).join("")));
  await mkdir(join(folder, "trail/2026/11"), { recursive: true });
  const log = { Records: [record("_a1"), { eventSource: "s3.amazonaws.com" }] };
  await writeFile(join(folder, "trail/2026/11/log.json.gz"), gzipSync(JSON.stringify(log)));
  const looked = { Events: [{ CloudTrailEvent: JSON.stringify(record("_forged")) }] };
  await writeFile(join(folder, "lookup.json"), JSON.stringify(looked));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function compare(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production" as const,
    ROLEBRIDGE_URL: "https://rolebridge.example.com",
    INIT_CWD: folder,
  };
  const tsx = join(import.meta.dirname, "../../node_modules/tsx/dist/cli.mjs");
  const command = [tsx, join(import.meta.dirname, "../cloudtrail.ts"), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out: `${stdout}${stderr}` });
    });
  });
}

test("I08 the command tells by its exit code whether AWS saw what the audit does not name", async () => {
  const whole = await compare("compare", "--audit", "audit.jsonl.gz", "trail");
  expect(whole).toEqual({
    code: 0,
    out: "2 records, 1 calls for sessions.\n1 sessions at AWS have their event in the audit.\n",
  });
  const forged = await compare("compare", "--audit", "audit.jsonl.gz", "trail", "lookup.json");
  expect(forged.out).toContain("AWS gave a session in our name that we did not issue (1):");
  expect(forged.out).toContain("assertion _forged");
  expect(forged.code).toBe(1);
  expect((await compare("compare")).code).toBe(64);
  expect((await compare("compare", "--audit", "audit.jsonl.gz", "nowhere")).code).toBe(70);
});
