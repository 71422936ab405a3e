/** Joins class names, leaving out what is false. The last word belongs to the caller: put theirs last. */
export function cx(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
