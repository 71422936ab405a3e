/** A load balancer asks every second or so; an answer in time is worth more than a late yes. */
const PATIENCE_MS = 2_000;

/** @returns undefined when it failed or took too long */
export async function inTime<T>(work: () => Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([work().catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
