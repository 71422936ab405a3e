import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Guard } from "./guard";

/** What tests need, and the folders in which vitest's configuration looks for them. */
const NEEDED = [
  ...["lib", "app", "sandbox", "scripts", "bench"],
  ...["prisma", "package.json", "tsconfig.json", "vitest.config.ts"],
];

/** A copy of the source in which guards are disabled, so that a run that is broken off leaves nothing behind in ours. */
export interface DisabledCopy {
  readonly folder: string;
  /** Takes the guard out while `work` runs. @throws Error when the source no longer has that text once */
  without<T>(guard: Guard, work: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

export async function copyOfSource(root: string): Promise<DisabledCopy> {
  const folder = await mkdtemp(join(tmpdir(), "rolebridge-guards-"));
  for (const path of NEEDED) await cp(join(root, path), join(folder, path), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return {
    folder,
    async without({ file, guard, from, to }, work) {
      const path = join(folder, file);
      const source = await readFile(path, "utf8");
      const parts = source.split(from);
      if (parts.length !== 2) {
        throw new Error(`${file} has the text of "${guard}" ${parts.length - 1} times, not once: ${from}`);
      }
      await writeFile(path, parts.join(to));
      try {
        return await work();
      } finally {
        await writeFile(path, source);
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
