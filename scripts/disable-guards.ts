/**
 * Takes one guard at a time out of a copy of the source and expects a test of that attack to fail. A guard whose
 * absence nobody notices is a survivor: the script ends with 1 and names it.
 * @example npx tsx scripts/disable-guards.ts          # every guard
 * @example npx tsx scripts/disable-guards.ts S24 S57  # the guards against these
 * @example npx tsx scripts/disable-guards.ts lib/oidc/logout-token.ts  # the guards in this file
 */
import { join } from "node:path";
import { CONTENT_GUARDS } from "./mutation/content-guards";
import { copyOfSource, type DisabledCopy } from "./mutation/disabled-copy";
import { FLOW_GUARDS } from "./mutation/flow-guards";
import type { Guard } from "./mutation/guard";
import { LOGOUT_GUARDS } from "./mutation/logout-guards";
import { MESSAGE_GUARDS } from "./mutation/message-guards";
import { METADATA_GUARDS } from "./mutation/metadata-guards";
import { PROFILE_GUARDS } from "./mutation/profile-guards";
import { runTests } from "./mutation/run-tests";
import { SIGNATURE_GUARDS } from "./mutation/signature-guards";

const ALL: readonly Guard[] = [
  ...MESSAGE_GUARDS,
  ...SIGNATURE_GUARDS,
  ...PROFILE_GUARDS,
  ...CONTENT_GUARDS,
  ...LOGOUT_GUARDS,
  ...FLOW_GUARDS,
  ...METADATA_GUARDS,
];
const REFUSED = "lib/saml/refused-responses.test.ts";
/** Must pass without the guard: otherwise the change broke the program, and a failure would prove nothing. */
const CONTROLS: ReadonlyMap<string, string> = new Map([
  [REFUSED, "the genuine response from which all these are made"],
  ["lib/saml/verify-response.test.ts", "whose assertion is signed, as Entra ID does"],
  ["lib/saml/decode-message.test.ts", "reads base64 of UTF-8"],
  ["lib/saml/verify-signature.test.ts", "answers many callers, each with its own"],
  ["lib/saml/costly-part.test.ts", "a genuine message reaches the costly part once"],
  ["lib/saml/identity-provider-metadata.test.ts", "entityID, sign-on address, certificates"],
  ["lib/saml/logout/verify-logout.test.ts", "by redirect with the signature beside it"],
  ["lib/oidc/logout-token.test.ts", "with whom and which session it ends"],
  ["lib/flows/sign-in/sign-in.test.ts", "ends in a session of the browser that asked"],
  ["lib/flows/sign-in/used-once.test.ts", "S68 believes only the keys"],
  ["lib/flows/sign-out/saml-logout.test.ts", "by a form where the provider takes nothing else"],
  ["lib/flows/sign-out/oidc-logout.test.ts", "is heeded by a disabled connection"],
]);

interface Verdict {
  readonly noticed: boolean;
  readonly what: string;
}

async function judge(copy: DisabledCopy, guard: Guard): Promise<Verdict> {
  const file = guard.tests ?? REFUSED;
  const control = CONTROLS.get(file) ?? "no control";
  const { passed, failures } = await copy.without(guard, () =>
    runTests(copy.folder, file, `${guard.case} |${control}`),
  );
  const failed = failures.length;
  const isBroken = passed + failed === 0 || failures.some((title) => title.includes(control));
  if (isBroken) {
    return { noticed: false, what: "the change broke the program" };
  }
  if (failed === 0) return { noticed: false, what: `${passed} tests passed without it` };
  return { noticed: true, what: `${failed} failed: ${failures[0]}` };
}

async function main(cases: readonly string[]): Promise<void> {
  const guards =
    cases.length === 0
      ? ALL
      : ALL.filter((guard) => cases.includes(guard.case) || cases.includes(guard.file));
  const copy = await copyOfSource(join(import.meta.dirname, ".."));
  const survivors: Guard[] = [];
  try {
    process.stdout.write("| case | guard | file | without it |\n|---|---|---|---|\n");
    for (const guard of guards) {
      const { noticed, what } = await judge(copy, guard);
      if (!noticed) survivors.push(guard);
      const verdict = noticed ? what : `**SURVIVED**: ${what}`;
      process.stdout.write(`| ${guard.case} | ${guard.guard} | ${guard.file} | ${verdict} |\n`);
    }
  } finally {
    await copy.remove();
  }
  process.stdout.write(`\n${guards.length} guards, ${survivors.length} survivors\n`);
  process.exitCode = survivors.length > 0 || guards.length === 0 ? 1 : 0;
}

await main(process.argv.slice(2));
