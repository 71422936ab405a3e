// @ts-check
/**
 * Preloaded into an instance: its wall clock is FAULT_CLOCK_AHEAD_MS ahead of the machine's, and jumps when its parent
 * says `{ clockAheadMs }`, which it then says back. As `faketime` would do it, where that is not installed.
 */
const RealDate = Date;
let ahead = Number(process.env.FAULT_CLOCK_AHEAD_MS ?? 0);

process.on("message", (/** @type {{ clockAheadMs?: unknown }} */ message) => {
  if (typeof message?.clockAheadMs !== "number") return;
  ahead = message.clockAheadMs;
  process.send?.({ clockAheadMs: ahead });
});

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + ahead] : args, newTarget),
  apply: () => new RealDate(RealDate.now() + ahead).toString(),
  get: (target, name) => (name === "now" ? () => RealDate.now() + ahead : Reflect.get(target, name)),
});
