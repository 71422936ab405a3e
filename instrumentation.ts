/**
 * Runs once before the first request: a wrong setting, a database that cannot be migrated or a key that does
 * not open stops the start with one clear message, instead of failing somebody's sign-in later.
 */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the bundler replaces this by a constant; it is no configuration
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ startOrExit }, { runtime }, { prepareBeforeNext }, { endInOrder }] = await Promise.all([
    import("./lib/start"),
    import("./lib/runtime"),
    import("./app/_http/before-next"),
    import("./app/_http/drain"),
  ]);
  await startOrExit();
  const { settings, close } = await runtime();
  // biome-ignore lint/style/noProcessEnv: the bundler replaces this by a constant; it is no configuration
  const production = process.env.NODE_ENV === "production";
  prepareBeforeNext(settings.origin, !production);
  if (production) endInOrder({ graceMs: settings.drainSeconds * 1_000, close });
}
