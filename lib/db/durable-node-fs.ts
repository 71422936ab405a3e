import { fsyncSync } from "node:fs";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** What we use of Emscripten's file system on Node; PGlite does not type it. */
interface NodeFsModule {
  readonly NODEFS: { readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => number } };
}

/**
 * A folder whose commits survive a power cut. PGlite turns `fsync` off, and even when it is turned on the call
 * ends in Emscripten, whose file system for Node has no `fsync`: 200 commits made not one system call. Here it
 * has one. Costs half a millisecond a commit on a local disk; an audit event that says who got a key is worth it.
 */
class DurableNodeFs extends NodeFS {
  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const prepared = await super.init(...args);
    prepared.emscriptenOpts.preRun = [
      ...[prepared.emscriptenOpts.preRun ?? []].flat(),
      (module: unknown) => {
        (module as NodeFsModule).NODEFS.stream_ops.fsync = ({ nfd }) => {
          fsyncSync(nfd);
          return 0;
        };
      },
    ];
    return prepared;
  }
}

/**
 * Options that open a folder durably. `wal_sync_method` is `fsync`, because `fdatasync`, PostgreSQL's choice on
 * Linux, is answered by Emscripten itself and does nothing.
 * @param folder must be writable; created when it does not exist
 */
export function durableFolder(folder: string): PGliteOptions {
  const withoutNoSync = PGlite.defaultStartParams.filter((parameter) => parameter !== "-F");
  return {
    fs: new DurableNodeFs(folder),
    startParams: [...withoutNoSync, "-c", "wal_sync_method=fsync"],
  };
}
