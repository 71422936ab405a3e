/** What a field of the form holds, without surrounding space; undefined when the form has no such field. */
export function text(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : undefined;
}

/** The same, but an empty field is null: "take it away" to a PATCH, "not given" to a POST. */
export function textOrNull(form: FormData, name: string): string | null | undefined {
  const value = text(form, name);
  return value === "" ? null : value;
}

export function number(form: FormData, name: string): number | null | undefined {
  const value = textOrNull(form, name);
  return value === null || value === undefined ? value : Number(value);
}

export function checked(form: FormData, name: string): boolean {
  return form.get(name) === "on";
}

/** One entry a line; empty lines do not count. */
export function lines(form: FormData, name: string): readonly string[] {
  return (text(form, name) ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** `datetime-local` without a zone, which our forms say is UTC. */
export function utcInstant(form: FormData, name: string): string | null | undefined {
  const value = textOrNull(form, name);
  if (value === null || value === undefined) return value;
  return `${value.length === 16 ? `${value}:00` : value}Z`;
}

/** Leaves out what was not given; for a POST also what was left empty. */
export function withoutEmpty(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** Leaves out what the form did not have; an emptied field stays as null. */
export function withoutAbsent(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
