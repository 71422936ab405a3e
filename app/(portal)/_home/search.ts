/**
 * Finds roles by what people type: some letters of the account, the alias, the number or the role, in any
 * order. Runs on every key over a thousand roles, so the words are prepared once.
 */
import type { AccountGroup, RoleItem } from "./role-list";

export interface Entry {
  readonly role: RoleItem;
  readonly account: AccountGroup;
  /** Place in the unsearched list; decides between equals. */
  readonly place: number;
  readonly fields: readonly Field[];
}

interface Field {
  readonly text: string;
  readonly words: readonly string[];
  readonly initials: string;
}

const NUMBER_WITH_GAPS = /(?<=\d)[\s-]+(?=\d)/g;

export function buildIndex(groups: readonly AccountGroup[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const account of groups) {
    const shared = [account.name, account.alias ?? "", account.accountId].filter(Boolean).map(field);
    for (const role of account.roles) {
      entries.push({ role, account, place: entries.length, fields: [field(role.name), ...shared] });
    }
  }
  return entries;
}

/** Best first. Every word typed must be found somewhere; an empty query finds nothing. */
export function search(index: readonly Entry[], query: string): readonly Entry[] {
  const words = query.replace(NUMBER_WITH_GAPS, "").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found: { entry: Entry; score: number }[] = [];
  for (const entry of index) {
    const score = scoreAll(entry.fields, words);
    if (score > 0) found.push({ entry, score });
  }
  return found.sort((a, b) => b.score - a.score || a.entry.place - b.entry.place).map(({ entry }) => entry);
}

function scoreAll(fields: readonly Field[], words: readonly string[]): number {
  let total = 0;
  for (const word of words) {
    let best = 0;
    for (const one of fields) best = Math.max(best, score(one, word));
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

/** Whole > beginning > beginning of a word > initials > inside > letters in order. */
function score({ text, words, initials }: Field, typed: string): number {
  if (text === typed) return 100;
  if (text.startsWith(typed)) return 80;
  if (words.some((word) => word.startsWith(typed))) return 60;
  if (typed.length > 1 && initials.startsWith(typed)) return 50;
  if (text.includes(typed)) return 40;
  // Two letters in order are in nearly everything, and digits in order mean nothing.
  return typed.length > 2 && /^\D+$/.test(typed) && inOrder(text, typed) ? 10 : 0;
}

function inOrder(text: string, typed: string): boolean {
  let at = 0;
  for (const letter of typed) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function field(original: string): Field {
  const words = original
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, " ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return { text: original.toLowerCase(), words, initials: words.map((word) => word[0]).join("") };
}
