import type { Assumptions } from "../assumptions";
import { AwsFault } from "../faults";

/** A refusal whose words are an assumption. */
export function refuse(assumptions: Assumptions, name: keyof Assumptions["refusals"]): AwsFault {
  const { code, message } = assumptions.refusals[name];
  return new AwsFault(code, message);
}
