/** The only source of "now" in the local AWS, so that a test can move it. */
export type Clock = () => Date;

/** `2026-01-31T09:30:00Z`: AWS prints whole seconds on the Query wire. */
export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
