// @ts-check
/**
 * Preloaded into the app by the benchmarks, with --expose-gc: when the parent asks, says how much memory is
 * resident, collects garbage, and says what is left. Without the collection memory tells more of V8's mood than of what the app keeps.
 */
process.on("message", (message) => {
  if (message !== "collect") return;
  const { rss } = process.memoryUsage();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, heap: heapUsed, external });
});
