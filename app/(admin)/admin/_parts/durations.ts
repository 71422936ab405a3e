import type { SelectOption } from "@/app/_ui/select-field";
import { formatDuration } from "@/app/_ui/time";

const STEPS = [900, 1800, 3600, 7200, 14_400, 21_600, 28_800, 36_000, 43_200];

/** Durations to choose from, seconds as values; one that is set but not a step keeps its place. */
export function durationOptions(current?: number): readonly SelectOption[] {
  const steps = current === undefined || STEPS.includes(current) ? STEPS : [...STEPS, current];
  return [...steps]
    .sort((one, other) => one - other)
    .map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }));
}
