/** Parameters of an admin list's address, as Next hands them to a page. */
export type SearchParams = Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;

export const PAGE_SIZE = 100;

/** One parameter; the first when it is repeated, undefined when empty. */
export async function parameter(searchParams: SearchParams, name: string): Promise<string | undefined> {
  const value = (await searchParams)[name];
  const first = typeof value === "string" ? value : value?.[0];
  return first === undefined || first.trim() === "" ? undefined : first.trim();
}

/** The query every list understands. */
export async function listQuery(
  searchParams: SearchParams,
): Promise<{ readonly limit: number; readonly q?: string; readonly cursor?: string }> {
  const [q, cursor] = await Promise.all([parameter(searchParams, "q"), parameter(searchParams, "cursor")]);
  return { limit: PAGE_SIZE, ...(q === undefined ? {} : { q }), ...(cursor === undefined ? {} : { cursor }) };
}

/** An address with those parameters that are given. */
export function address(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
