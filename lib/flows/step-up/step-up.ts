import type { FlowContext } from "../flow-context";
import { expectedOf } from "./answer";
import { passkeyUseCases } from "./passkeys";
import type { StepUpUseCases } from "./step-up-use-cases";

/** Showing once more that it is you. */
export function stepUpUseCases(context: FlowContext): StepUpUseCases {
  return { expectedOf, ...passkeyUseCases(context) };
}
