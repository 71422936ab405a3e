import { readFile, writeFile } from "node:fs/promises";
import type { Guard } from "./guard";
import { testsOf, type Verdict } from "./judge";

const SURVIVED = "**SURVIVED**";
const HEAD = `<!-- Written by scripts/disable-guards.ts. Do not edit. -->

# Every guard, and what failed without it

`;

/** One row of the table. */
export function lineOf({ guard, noticed, what }: Verdict): string {
  return `${keyOf(guard)}${cell(noticed ? what : `${SURVIVED}: ${what}`)} |`;
}

/** The cells that name a guard. */
function keyOf(guard: Guard): string {
  const cells = [guard.case, guard.guard, `\`${guard.file}\``, `\`${testsOf(guard)}\``];
  return `| ${cells.map(cell).join(" | ")} | `;
}

/** A title may hold anything. */
function cell(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "·")
    .replaceAll("|", "\\|")
    .slice(0, 180);
}

/**
 * Puts what was seen into the table. Other rows stay; those of guards that are no more go.
 * @param path of the Markdown file
 */
export async function writeTable(path: string, all: readonly Guard[], verdict: Verdict): Promise<void> {
  const before = (await readFile(path, "utf8").catch(() => "")).split("\n");
  const lines = all.flatMap((guard) => {
    if (guard === verdict.guard) return [lineOf(verdict)];
    return before.filter((line) => line.startsWith(keyOf(guard))).slice(0, 1);
  });
  const survivors = lines.filter((line) => line.includes(SURVIVED)).length;
  const counted = `${lines.length} of ${all.length} guards were taken out, one at a time, the last on ${new Date().toISOString().slice(0, 10)}. Without ${lines.length - survivors} of them a test failed; without ${survivors} none did.\n\n`;
  const head = ["| case | guard | file | tests | without it |", "|---|---|---|---|---|"];
  await writeFile(path, `${HEAD}${counted}${[...head, ...lines].join("\n")}\n`);
}

/** Whether the table says that this guard was noticed. */
export async function noticedIn(path: string): Promise<(guard: Guard) => boolean> {
  const lines = (await readFile(path, "utf8").catch(() => "")).split("\n");
  return (guard) => lines.some((line) => line.startsWith(keyOf(guard)) && !line.includes(SURVIVED));
}
