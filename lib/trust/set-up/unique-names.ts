/**
 * Names for a language that knows letters, digits and perhaps a separator, each of them once.
 * @param separator what stands in place of other characters; "" joins the words in CamelCase
 */
export function uniqueNames(texts: readonly string[], separator: "_" | ""): readonly string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
    const joined =
      separator === "_"
        ? words.join("_").toLowerCase()
        : words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
    const base = (/^[A-Za-z]/.test(joined) ? joined : `r${separator}${joined}`).slice(0, 60);
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}${separator}${number}`;
    taken.add(name);
    return name;
  });
}
