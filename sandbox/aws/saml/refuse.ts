import type { Assumptions } from "../assumptions";
import { AwsFault, fault } from "../faults";

/** A refusal whose words are an assumption. */
export function refuse(assumptions: Assumptions, name: keyof Assumptions["refusals"]): AwsFault {
  const { code, message } = assumptions.refusals[name];
  return new AwsFault(code, message);
}

/** An assertion is good, and opens nothing. */
export function samlDenied({ samlDenial }: Pick<Assumptions, "samlDenial">): AwsFault {
  return fault(samlDenial === "bare" ? "accessDenied" : "notAuthorizedWithSaml");
}
