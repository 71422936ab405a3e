// @ts-check

/**
 * Something that the person at the terminal can put right. The message is one sentence that says what to
 * do; `output` is what a failed command printed, shown in full.
 */
export class Problem extends Error {
  /**
   * @param {string} message
   * @param {{ output?: string }} [details]
   */
  constructor(message, details = {}) {
    super(message);
    this.name = "Problem";
    this.output = details.output ?? "";
  }
}

/**
 * Prints why a command ends and gives its exit code. A `Problem` needs no stack trace; anything else is a
 * defect of ours and gets one.
 * @param {unknown} error
 */
export function report(error) {
  if (error instanceof Problem) {
    if (error.output.trim() !== "") {
      console.error(`\n${error.output.trimEnd()}`);
    }
    console.error(`\n${error.message}`);
  } else {
    console.error(error);
  }
  return 1;
}
