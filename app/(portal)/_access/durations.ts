/** Durations a person can choose, in seconds. AWS allows 15 minutes to 12 hours, 36 for IAM users; most roles and grants less. */
const STEPS = [900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400];

/** The steps up to the most that is allowed, which is always the last one. */
export function durationSteps(maxSeconds: number): readonly number[] {
  return [...STEPS.filter((step) => step < maxSeconds), maxSeconds];
}

/** What is chosen at first: what was chosen last time or an hour, as far as this role allows. */
export function startDuration(maxSeconds: number, preferred: number | undefined): number {
  const steps = durationSteps(maxSeconds);
  const wish = preferred ?? 3600;
  return steps.findLast((step) => step <= wish) ?? maxSeconds;
}
