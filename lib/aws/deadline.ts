/**
 * Runs work with a signal that aborts it after so many milliseconds, and then waits for it no longer: what
 * looks for credentials on the way to a call does not heed the signal.
 *
 * Not `AbortSignal.timeout`: its timer cannot be cleared and carries the asynchronous context it was made in.
 * In a web framework that is the whole request, with what was issued in it, kept for the full time-out
 * although the answer has long been given.
 */
export async function withDeadline<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DOMException(`Nothing came within ${milliseconds} ms.`, "TimeoutError");
      controller.abort(error);
      reject(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([work(controller.signal), over]);
  } finally {
    clearTimeout(timer);
  }
}
