/** `npm run cloudtrail -- compare <export>…`: what AWS saw against the audit. See docs/operations/cloudtrail.md. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { type AuditedSession, auditedSessions } from "../lib/audit/cloudtrail/audited-session";
import { type Comparison, compareWithTrail } from "../lib/audit/cloudtrail/compare";
import { mergedCalls, readTrailCall, type TrailCall } from "../lib/audit/cloudtrail/trail-call";
import { loadSettings } from "../lib/config/load-config";
import { openDriver } from "../lib/db/open-driver";
import { readChain } from "../lib/db/stores/audit-chain";
import { readAuditFile } from "./operate/audit-file";
import { runCommand, UsageError } from "./operate/run-command";

const USAGE = `npm run cloudtrail -- compare [--audit <export>] [--own <arn>]… <file or folder>…

Compares CloudTrail's calls for sessions with the audit. Files: log files (.json, .json.gz), folders of them, and
what \`aws cloudtrail lookup-events\` prints.
--audit  an export of the audit instead of the database.
--own    ARN of the role or user that Rolebridge itself runs as, where it calls AssumeRole.`;

/** A log file, a list of records, or the answer of LookupEvents, whose records are texts in it. */
function recordsIn(json: unknown, path: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  const { Records, Events } = (json ?? {}) as { readonly Records?: unknown; readonly Events?: unknown };
  if (Array.isArray(Records)) return Records;
  if (Array.isArray(Events)) {
    return Events.map((event: { readonly CloudTrailEvent?: string }) =>
      JSON.parse(event.CloudTrailEvent ?? "null"),
    );
  }
  throw new UsageError(`${path} holds no records of CloudTrail.`);
}

async function filesIn(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names.filter((name) => /\.json(\.gz)?$/.test(name)).map((name) => join(path, name));
}

async function callsIn(paths: readonly string[]): Promise<{ calls: readonly TrailCall[]; records: number }> {
  const calls: TrailCall[] = [];
  let records = 0;
  for (const path of (await Promise.all(paths.map(filesIn))).flat()) {
    const bytes = await readFile(path);
    const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    for (const record of recordsIn(JSON.parse(text), path)) {
      records += 1;
      const call = readTrailCall(record);
      if (call !== undefined) calls.push(call);
    }
  }
  return { calls: mergedCalls(calls), records };
}

function callLine(call: TrailCall): string {
  const { at, name, region, roleArn, sessionName, assertionId, accessKeyId, sourceAddress, id, errorCode } =
    call;
  const parts = { role: roleArn, session: sessionName, assertion: assertionId, key: accessKeyId };
  const named = Object.entries({ ...parts, from: sourceAddress, error: errorCode, event: id });
  const shown = named.filter(([, value]) => value !== undefined).map(([label, value]) => `${label} ${value}`);
  return `  ${at.toISOString()} ${name} in ${region}: ${shown.join(", ")}`;
}

function sessionLine({ at, who, action, kind, roleArn, accessKeyId, reference }: AuditedSession): string {
  return `  ${at.toISOString()} ${action} (${kind}) by ${who}: ${roleArn ?? "no role"}, key ${accessKeyId ?? "unknown"}, reference ${reference}`;
}

function tell(comparison: Comparison): number {
  const { matched, notIssued, usedAgain, refusedAttempts, elsewhere, notSeen } = comparison;
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ["AWS gave a session in our name that we did not issue", notIssued.map(callLine)],
    [
      "A proof of ours bought another session than the one in the audit",
      usedAgain.map(({ call, session }) => `${callLine(call)}\n  ${sessionLine(session)}`),
    ],
    ["We issued it, and AWS's export does not have it", notSeen.map(sessionLine)],
    ["Refused by AWS, in our name, and not from us", refusedAttempts.map(callLine)],
    ["Roles of ours, taken in another way", elsewhere.map(callLine)],
  ];
  for (const [title, lines] of lists) {
    if (lines.length > 0) console.log(`${title} (${lines.length}):\n${lines.join("\n")}`);
  }
  console.log(`${matched} sessions at AWS have their event in the audit.`);
  if (notIssued.length + usedAgain.length > 0) return 1;
  return notSeen.length > 0 ? 2 : 0;
}

async function sessionsOf(
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<readonly AuditedSession[]> {
  if (file !== undefined) return auditedSessions(readAuditFile(file));
  const { databaseUrl } = loadSettings(["databaseUrl"], environment);
  const driver = await openDriver(databaseUrl.reveal());
  try {
    return await auditedSessions(readChain(driver.sql));
  } finally {
    await driver.close();
  }
}

await runCommand(async (args, environment) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { audit: { type: "string" }, own: { type: "string", multiple: true, default: [] } },
    allowPositionals: true,
  });
  const [command, ...paths] = positionals;
  if (command !== "compare" || paths.length === 0) throw new UsageError(USAGE);
  const from = (path: string) => resolve(environment.INIT_CWD ?? "", path);
  const { url, samlEntityId, samlProviderName } = loadSettings(
    ["url", "samlEntityId", "samlProviderName"],
    environment,
  );
  const { calls, records } = await callsIn(paths.map(from));
  console.log(`${records} records, ${calls.length} calls for sessions.`);
  const sessions = await sessionsOf(values.audit === undefined ? undefined : from(values.audit), environment);
  return tell(
    compareWithTrail(calls, sessions, {
      entityId: samlEntityId ?? `${url}/aws/saml/metadata`,
      issuerHost: new URL(url).host,
      samlProviderName,
      ownArns: values.own,
    }),
  );
});
