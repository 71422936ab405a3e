// @ts-check
/**
 * Preloaded into the app by the benchmarks, with --expose-gc. Asked for `processor`, it says what all threads of the
 * process have used, in milliseconds: a scrape of `/metrics` tells the same, but costs more than what is measured.
 * Asked for `memory`, it says how much is resident, collects garbage, and says what is left: without the collection
 * memory tells more of V8's mood than of what the app keeps.
 */
const answers = {
  processor: () => {
    const { user, system } = process.cpuUsage();
    return { cpu: (user + system) / 1_000 };
  },
  memory: () => {
    const { rss } = process.memoryUsage();
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return { rss, heap: heapUsed, external };
  },
};

process.on("message", (message) => {
  if (message === "processor" || message === "memory") process.send?.(answers[message]());
});
