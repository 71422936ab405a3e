import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { AppError } from "../errors/app-error";
import { GENUINE, sign } from "./fixtures/message";
import { testVerifier, verifyText } from "./fixtures/verify-fixture";
import { REFUSAL_REASONS } from "./refusal";

/**
 * Genuine messages, changed at random where it hurts: elements moved, doubled, dropped, attributes exchanged,
 * characters put in. What comes out is either refused for a named reason or says what the genuine one said.
 */
const verifier = testVerifier();
afterAll(() => verifier.close());

const RUNS = 600;
const ORIGINALS = [
  sign(GENUINE, "Assertion"),
  sign(GENUINE, "Response"),
  sign(sign(GENUINE, "Assertion"), "Response"),
];

const ELEMENT = /<([\w:]+)(?: [^<>]*)?(?:\/>|>[^<]*<\/\1>)/g;
const BLOCK = /<(saml:Assertion|saml:Subject|ds:Signature|saml:Attribute|saml:Conditions)[ >].*?<\/\1>/gs;
const ATTRIBUTE = / [\w:]+="[^"]*"/g;
const TEXT = />[^<>]+</g;
const INSERTIONS = [" ", "\n", "x", "&#x20;", "\u200B", "<a/>", ' ID="_x"', "admin@example.com", "&amp;"];

type Change = (xml: string, pick: (count: number) => number) => string;
const pieceOf = (xml: string, pattern: RegExp, pick: (count: number) => number) => {
  const pieces = [...xml.matchAll(pattern)];
  const piece = pieces[pick(pieces.length)];
  return { text: piece?.[0] ?? "", at: piece?.index ?? 0 };
};
const cut = (xml: string, at: number, length: number, instead = ""): string =>
  xml.slice(0, at) + instead + xml.slice(at + length);

const drop =
  (pattern: RegExp): Change =>
  (xml, pick) => {
    const { text, at } = pieceOf(xml, pattern, pick);
    return cut(xml, at, text.length);
  };
const move =
  (pattern: RegExp, keep: boolean): Change =>
  (xml, pick) => {
    const { text, at } = pieceOf(xml, pattern, pick);
    const rest = keep ? xml : cut(xml, at, text.length);
    const target = pieceOf(rest, /<[^<>]+>/g, pick);
    return cut(rest, target.at + target.text.length, 0, text);
  };
const insert: Change = (xml, pick) => {
  const { text, at } = pieceOf(xml, pick(2) === 0 ? TEXT : ATTRIBUTE, pick);
  return cut(xml, at + 1 + pick(Math.max(1, text.length - 1)), 0, INSERTIONS[pick(INSERTIONS.length)]);
};
const exchange: Change = (xml, pick) => {
  const [one, other] = [pieceOf(xml, ATTRIBUTE, pick), pieceOf(xml, ATTRIBUTE, pick)];
  return cut(xml, one.at, one.text.length, other.text);
};
const CHANGES: readonly Change[] = [
  drop(ELEMENT),
  drop(BLOCK),
  drop(ATTRIBUTE),
  move(ELEMENT, true),
  move(ELEMENT, false),
  move(BLOCK, true),
  move(BLOCK, false),
  insert,
  exchange,
];

test(`${RUNS} mutated messages: none is accepted with anything but the genuine content`, async () => {
  const genuine = await verifyText(ORIGINALS[0] ?? "", verifier);
  let refused = 0;
  const change = fc.tuple(fc.nat(CHANGES.length - 1), fc.infiniteStream(fc.nat(1_000_000)));
  const property = fc.asyncProperty(
    fc.constantFrom(...ORIGINALS),
    fc.array(change, { minLength: 1, maxLength: 3 }),
    async (original, changes) => {
      const xml = changes.reduce((text, [which, numbers]) => {
        const pick = (count: number) => (numbers.next().value ?? 0) % Math.max(1, count);
        return CHANGES[which]?.(text, pick) ?? text;
      }, original);
      try {
        expect(await verifyText(xml, verifier)).toEqual(genuine);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(REFUSAL_REASONS).toContain(error.reason);
        refused += 1;
      }
    },
  );
  await fc.assert(property, { numRuns: RUNS });
  // Otherwise the changes change nothing, and this test proves nothing.
  expect(refused).toBeGreaterThan(RUNS * 0.8);
}, 120_000);
