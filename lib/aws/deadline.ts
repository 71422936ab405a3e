/**
 * Runs work with a signal that aborts it after so many milliseconds.
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
  const timer = setTimeout(() => {
    controller.abort(new DOMException(`Nothing came within ${milliseconds} ms.`, "TimeoutError"));
  }, milliseconds);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
