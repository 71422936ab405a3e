/**
 * A profile name that every AWS tool takes: letters, digits, `-` and `_`, like `meridian-prod-Administrator`.
 *
 * @param account alias or name
 */
export function profileName(account: string, role: string): string {
  const safe = (text: string): string =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[^A-Za-z0-9_-]+/g, "-")
      .replace(/^-+|-+$/g, "");
  const name = [safe(account), safe(role)].filter((part) => part !== "").join("-");
  return name === "" ? "rolebridge" : name;
}
