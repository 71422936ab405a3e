/** A connection has one or two. */
const MOST_KEPT = 200;

/** Keeps what reading a certificate or key gave: every sign-in would read the same few again. Full, it begins anew. */
export function keepRead<T>(kept: Map<string, T>, text: string, read: T): T {
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, read);
  return read;
}
