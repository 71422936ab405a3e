import { expectedOf } from "./answer";
import type { StepUpUseCases } from "./step-up-use-cases";

export function stepUpUseCases(): StepUpUseCases {
  return { expectedOf };
}
