import { parameter, type SearchParams } from "../_parts/list-address";

const NAMES = [
  "permissionPolicyArns",
  "sourceIps",
  "notAfter",
  "mfaMaxAgeSeconds",
  "providersExist",
] as const;

/** The options as they stand in the address. */
export type SetUpOptions = { readonly [Name in (typeof NAMES)[number]]?: string };

export async function readSetUpOptions(searchParams: SearchParams): Promise<SetUpOptions> {
  const entries = await Promise.all(
    NAMES.map(async (name) => [name, await parameter(searchParams, name)] as const),
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** `datetime-local` has no zone; the form says that it is UTC. */
function utc(value: string): string {
  return /^[\d-]{10}T[\d:]{5}$/.test(value) ? `${value}:00Z` : value;
}

const listed = (text: string) => text.split(/[\s,]+/).filter((part) => part !== "");

/** The same for the use-case, which says what is wrong with them. */
export function setUpOptions(options: SetUpOptions): Readonly<Record<string, unknown>> {
  const { permissionPolicyArns, sourceIps, notAfter, mfaMaxAgeSeconds, providersExist } = options;
  return {
    ...(permissionPolicyArns === undefined ? {} : { permissionPolicyArns: listed(permissionPolicyArns) }),
    ...(sourceIps === undefined ? {} : { sourceIps: listed(sourceIps) }),
    ...(notAfter === undefined ? {} : { notAfter: utc(notAfter) }),
    ...(mfaMaxAgeSeconds === undefined ? {} : { mfaMaxAgeSeconds: Number(mfaMaxAgeSeconds) }),
    ...(providersExist === undefined ? {} : { providersExist: providersExist === "true" }),
  };
}

/** The same for the address of a download. */
export function setUpQuery(options: SetUpOptions): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(setUpOptions(options)).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : String(value),
    ]),
  );
}
