// @ts-check
/** One line a step: what is being done, then how long it took. */

const WIDTH = 52;

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** @param {string} label */
function line(label) {
  return `  ${label} ${".".repeat(Math.max(3, WIDTH - label.length))} `;
}

/**
 * Runs one step. On a terminal the line counts the seconds while the step runs.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work what it resolves to is handed through
 * @param {(result: T) => string} [remark] a few words after the time
 * @returns {Promise<T>}
 */
export async function step(label, work, remark) {
  const start = performance.now();
  const terminal = process.stdout.isTTY === true;
  process.stdout.write(line(label));
  const ticking = terminal
    ? setInterval(() => process.stdout.write(`\r${line(label)}${seconds(performance.now() - start)}`), 1000)
    : undefined;
  /** @param {string} note */
  const end = (note) => {
    clearInterval(ticking);
    const text = `${seconds(performance.now() - start)}${note === "" ? "" : `  ${note}`}`;
    process.stdout.write(terminal ? `\r${line(label)}${text}\n` : `${text}\n`);
  };
  try {
    const result = await work();
    end(remark?.(result) ?? "");
    return result;
  } catch (error) {
    end("failed");
    throw error;
  }
}
