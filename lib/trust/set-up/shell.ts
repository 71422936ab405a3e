/**
 * One word of a POSIX shell, whatever is in it. Between single quotes a shell reads nothing but the closing
 * quote. A NUL cannot stand in a command at all; it is left out.
 */
export function shellWord(text: string): string {
  return `'${text.replaceAll("\0", "").replaceAll("'", `'\\''`)}'`;
}
