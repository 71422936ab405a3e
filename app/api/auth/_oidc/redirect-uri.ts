/** The address registered with the provider. @param origin the configured one, never from a header */
export function redirectUriOf(origin: string, slug: string): string {
  return `${origin}/api/auth/callback/${encodeURIComponent(slug)}`;
}
