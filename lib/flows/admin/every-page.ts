import type { ListQuery, Page } from "../ports";

const PAGE = 1_000;

/** Everything of a list, page by page. For what has to be counted over all of it. */
export async function everyPage<T>(list: (query: ListQuery) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}
