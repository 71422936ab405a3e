import { formatDuration } from "./time";

const LIST = new Intl.ListFormat("en", { type: "conjunction" });

/** What a role asks of the sign-in, as one reads it: "a sign-in of the last 15 minutes and your passkey". */
export function stepUpWords({
  freshSignInSeconds,
  requireMfa,
  requirePasskey,
}: {
  readonly freshSignInSeconds?: number;
  readonly requireMfa: boolean;
  readonly requirePasskey: boolean;
}): string | undefined {
  const age = freshSignInSeconds === undefined ? "" : ` of the last ${formatDuration(freshSignInSeconds)}`;
  const factor = requireMfa ? " with a second factor" : "";
  const asked = [
    ...(age === "" && factor === "" ? [] : [`a sign-in${age}${factor}`]),
    ...(requirePasskey ? ["your passkey"] : []),
  ];
  return asked.length === 0 ? undefined : LIST.format(asked);
}
