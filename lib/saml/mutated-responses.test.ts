import { randomInt } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { Secret } from "../secret/secret";
import { checkSignature } from "./check-signature";
import { decodeSamlResponse } from "./decode-message";
import { type TreeElement, treeOf } from "./fixtures/element-tree";
import { NOW } from "./fixtures/message";
import { mutate } from "./fixtures/mutate";
import { DONORS, ORIGINALS } from "./fixtures/mutation-originals";
import { certificateBase64 } from "./fixtures/test-keys";
import { FIXTURE_EXPECTATIONS, outcomeOf, testVerifier, verifyText } from "./fixtures/verify-fixture";
import { hasXmlsec, xmlsecAccepts } from "./fixtures/xmlsec";
import { REFUSAL_REASONS } from "./refusal";
import { scanResponse } from "./scan-response";
import { readStrictly } from "./strict-profile";
import { trustedKeys } from "./trusted-keys";
import type { SamlLoginFacts } from "./verified-login";

/**
 * Genuine messages, changed at random where it hurts. What comes out is either refused for a named reason or says
 * what the genuine one said. The steps are those of `verifyResponse`, without the thread, which would cost more
 * than they do; what they accept goes through the thread afterwards.
 *
 * `SAML_MUTANTS=100000` sets how many, `SAML_MUTANTS_SEED` repeats a run.
 */
const RUNS = Number(process.env.SAML_MUTANTS ?? 5_000);
const SEED = Number(process.env.SAML_MUTANTS_SEED ?? randomInt(2 ** 31));
/** The runner must hear from us while we work. */
const SLICE = 500;
const AGAIN = 60;
/** Each costs two processes; in the long run every twentieth or so of what is accepted is looked at. */
const BY_XMLSEC = RUNS > 50_000 ? 100 : 20;

const keys = trustedKeys([certificateBase64("idp")], NOW);
const verifier = testVerifier();
afterAll(() => verifier.close());

function factsOf(xml: string): SamlLoginFacts {
  const decoded = decodeSamlResponse(new Secret(Buffer.from(xml).toString("base64")));
  scanResponse(decoded);
  return readStrictly(checkSignature(decoded, keys), FIXTURE_EXPECTATIONS);
}

const originals = ORIGINALS.map((xml) => ({ xml, tree: treeOf(xml), facts: factsOf(xml) }));
const donors: readonly TreeElement[] = DONORS.map(treeOf);

const outcomes = new Map<string, number>();
const accepted = new Set<string>();
const choice = fc.record({
  which: fc.nat(1_000_000),
  at: fc.nat(1_000_000),
  to: fc.nat(1_000_000),
  what: fc.nat(1_000_000),
});
const property = fc.property(
  fc.nat(originals.length - 1),
  fc.array(choice, { minLength: 1, maxLength: 4 }),
  (index, choices) => {
    const original = originals[index];
    if (!original) throw new Error("no such original");
    const xml = mutate(original.tree, choices, donors);
    if (xml === original.xml) return;
    let outcome = "accepted";
    try {
      const facts = factsOf(xml);
      if (!isDeepStrictEqual(facts, original.facts)) {
        throw new Error(`ACCEPTED with ${JSON.stringify(facts)}:\n${xml}`);
      }
      accepted.add(xml);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      outcome = error.reason ?? error.code;
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  },
);

test(`S01-S28: ${RUNS} mutated messages, seed ${SEED}: none is accepted with anything but the signed content`, async () => {
  const started = process.cpuUsage();
  for (let done = 0; done < RUNS; done += SLICE) {
    fc.assert(property, { numRuns: Math.min(SLICE, RUNS - done), seed: SEED + done });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { user } = process.cpuUsage(started);
  const table = [...outcomes].toSorted((one, other) => other[1] - one[1]);
  const total = table.reduce((sum, [, count]) => sum + count, 0);
  const list = table.map(([outcome, count]) => `${outcome} ${count}`).join(", ");
  process.stdout.write(
    `SAML mutants: ${total} in ${Math.round(user / 1e6)} s, SAML_MUTANTS_SEED=${SEED}: ${list}
`,
  );

  // Otherwise the changes change nothing, or never get past the first check, and this test proves nothing.
  expect(total).toBeGreaterThan(RUNS * 0.9);
  expect(table.filter(([reason]) => !(REFUSAL_REASONS as readonly string[]).includes(reason))).toEqual([
    ["accepted", outcomes.get("accepted") ?? 0],
  ]);
  expect(outcomes.get("accepted") ?? 0).toBeLessThan(total * 0.2);
  expect(outcomes.get("signature_invalid") ?? 0).toBeGreaterThan(total * 0.1);
  expect(table.length).toBeGreaterThan(RUNS >= 5_000 ? 25 : 5);
}, 600_000);

test("what is accepted in these runs is accepted by the product's own way, through the thread", async () => {
  for (const xml of [...accepted].slice(0, AGAIN)) {
    expect(await outcomeOf(verifyText(xml, verifier))).toBe("accepted");
  }
});

test.skipIf(!hasXmlsec)(
  "S15 what is accepted in these runs is accepted by a second verifier too",
  () => {
    const all = [...accepted];
    const step = Math.max(1, Math.floor(all.length / BY_XMLSEC));
    const asked = all.filter((_, index) => index % step === 0);
    const verdicts = xmlsecAccepts(asked, "idp");
    expect(asked.filter((_, index) => !verdicts[index])).toEqual([]);
  },
  120_000,
);

test.skipIf(!hasXmlsec)("genuine responses are accepted by xmlsec1 too, changed ones are not", () => {
  expect(xmlsecAccepts(ORIGINALS, "idp")).toEqual(ORIGINALS.map(() => true));
  const changed = ORIGINALS.map((xml) => xml.replace(">on-call<", ">admins<"));
  expect(xmlsecAccepts(changed, "idp")).toEqual(ORIGINALS.map(() => false));
});
