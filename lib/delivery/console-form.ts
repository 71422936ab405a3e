import { type AwsHostOverrides, type ConsolePlace, consoleDestination, samlPostUrl } from "../aws/console";
import { Secret } from "../secret/secret";

export interface ConsoleForm {
  readonly method: "POST";
  /** AWS's assertion consumer, or the configured override. */
  readonly url: string;
  readonly fields: { readonly SAMLResponse: Secret; readonly RelayState: Secret };
}

/**
 * The form that a browser posts to AWS to be signed in. RelayState is the page to open: checked here to
 * be one of the console, since AWS does not say how it checks (I05, A10).
 *
 * @param samlResponse base64
 * @throws AppError `issuance.destination_invalid`
 */
export function consoleForm(
  samlResponse: Secret,
  place: ConsolePlace & { readonly recipient?: string },
  destination: string | undefined,
  overrides: AwsHostOverrides,
): ConsoleForm {
  return {
    method: "POST",
    url: samlPostUrl(place.partition, overrides, place.recipient),
    fields: {
      SAMLResponse: samlResponse,
      RelayState: new Secret(consoleDestination(place, destination)),
    },
  };
}
