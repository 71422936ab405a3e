import type { SelectOption } from "@/app/_ui/select-field";
import { formatDuration } from "@/app/_ui/time";

/** Seconds. What AWS allows for a session of a role, of an IAM user, and as a role's own maximum. */
const STEPS = {
  role: [900, 1800, 3600, 7200, 14_400, 21_600, 28_800, 36_000, 43_200],
  user: [900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400, 129_600],
  "role-maximum": [3600, 7200, 14_400, 21_600, 28_800, 36_000, 43_200],
} as const satisfies Record<string, readonly number[]>;

/** Durations to choose from, seconds as values; one that is set but not a step keeps its place. */
export function durationOptions(of: keyof typeof STEPS, current?: number): readonly SelectOption[] {
  const steps: readonly number[] = STEPS[of];
  const all = current === undefined || steps.includes(current) ? steps : [...steps, current];
  return [...all]
    .sort((one, other) => one - other)
    .map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }));
}
