/** Parameters of a Query call. Of a scalar sent twice the first counts; unknown names are ignored by never being asked for. */
export class QueryParams {
  readonly #params: URLSearchParams;

  constructor(params: URLSearchParams) {
    this.#params = params;
  }

  /** The value, `""` when sent empty, nothing when not sent. */
  get(name: string): string | undefined {
    return this.#params.get(name) ?? undefined;
  }

  /** Values of `Name.member.1`, `Name.member.2`, … in order, up to the first gap; `field` names a member's part. */
  members(name: string, field?: string): string[] {
    const values: string[] = [];
    for (;;) {
      const key = `${name}.member.${values.length + 1}${field === undefined ? "" : `.${field}`}`;
      const value = this.get(key);
      if (value === undefined) return values;
      values.push(value);
    }
  }
}
