/**
 * Remembers what was set up once, so that a second start does not bring back what somebody deleted in the
 * meantime. The app's database stays the only truth about what is there.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export class Ledger {
  readonly #file: string;
  readonly #done: Set<string>;

  private constructor(file: string, done: Set<string>) {
    this.#file = file;
    this.#done = done;
  }

  /** @param folder the sandbox's own, wiped together with its database */
  static async open(folder: string): Promise<Ledger> {
    const file = join(folder, "seeded.json");
    const kept = await readFile(file, "utf8").catch(() => "[]");
    return new Ledger(file, new Set(JSON.parse(kept) as string[]));
  }

  has(key: string): boolean {
    return this.#done.has(key);
  }

  /** Durable when it resolves. */
  async add(key: string): Promise<void> {
    this.#done.add(key);
    await writeFile(this.#file, JSON.stringify([...this.#done], null, 2));
  }

  /** For a database that turns out to be empty. */
  forget(): void {
    this.#done.clear();
  }
}
