import type { AuditQuery } from "@/lib/flows/audit-ports";
import { address, PAGE_SIZE, parameter, type SearchParams } from "../_parts/list-address";

/** The filter as it stands in the address; times are `datetime-local`, UTC. */
export interface AuditFilterValues {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly to?: string;
  readonly breakGlass?: string;
  readonly reference?: string;
  readonly cursor?: string;
}

const NAMES = ["actor", "action", "outcome", "from", "to", "breakGlass", "reference", "cursor"] as const;

export async function readFilter(searchParams: SearchParams): Promise<AuditFilterValues> {
  const entries = await Promise.all(
    NAMES.map(async (name) => [name, await parameter(searchParams, name)] as const),
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function instant(value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const at = new Date(value.length === 16 ? `${value}:00Z` : `${value}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** Where what the filter shows can be taken along as a file. */
export function exportAddress(
  { cursor: _, from, to, breakGlass, ...filter }: AuditFilterValues,
  format: string,
): string {
  return address("/api/v1/admin/audit/export", {
    ...filter,
    from: instant(from)?.toISOString(),
    to: instant(to)?.toISOString(),
    breakGlass: breakGlass === undefined ? undefined : "true",
    format,
  });
}

export function auditQuery({ from, to, breakGlass, ...filter }: AuditFilterValues): AuditQuery {
  const [start, end] = [instant(from), instant(to)];
  return {
    ...filter,
    limit: PAGE_SIZE,
    ...(breakGlass === undefined ? {} : { breakGlass: true }),
    ...(start === undefined ? {} : { from: start }),
    ...(end === undefined ? {} : { to: end }),
  };
}
