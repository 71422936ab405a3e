/** A copy of the built app that stands for the next version: the same code with one migration more. */
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
const NAME = "29991231235959_next_version";

/** @returns the folder it is started from */
export async function nextVersion(folder: string, migration: string): Promise<string> {
  const root = join(folder, "next-version");
  await mkdir(root);
  for (const name of ["package.json", "next.config.js", "scripts", "prisma"]) {
    await cp(join(ROOT, name), join(root, name), { recursive: true });
  }
  for (const name of [".next", "node_modules"]) await symlink(join(ROOT, name), join(root, name));
  const added = join(root, "prisma/migrations", NAME);
  await mkdir(added);
  await writeFile(join(added, "migration.sql"), migration);
  return root;
}
