import { AppError } from "../errors/app-error";
import type { Partition } from "./partition";
import { PARTITIONS, requireConsole, requireRegionOf, samlRecipient } from "./partitions";

/**
 * Where browsers and federation calls are sent instead of AWS's own hosts. For a local AWS; what the
 * assertion says (Recipient, Destination, Audience) and which page of the console is asked for stay AWS's.
 */
export interface AwsHostOverrides {
  /** Origin, without a path: `http://127.0.0.1:4104`. */
  readonly signInUrl?: string;
  /** Origin, without a path: where that sign-in leads browsers afterwards. */
  readonly consoleUrl?: string;
}

const MAX_DESTINATION = 2_000;

/**
 * Where the browser posts the assertion.
 * @param recipient of the assertion, where it names another consumer of AWS than the partition's own
 */
export function samlPostUrl(
  partition: Partition,
  overrides: AwsHostOverrides,
  recipient = samlRecipient(partition),
): string {
  if (overrides.signInUrl === undefined) return recipient;
  return `${originOf(overrides.signInUrl)}${new URL(recipient).pathname}`;
}

/** Where sign-in tokens are got and redeemed. */
export function federationUrl(partition: Partition, overrides: AwsHostOverrides): string {
  const origin =
    overrides.signInUrl === undefined
      ? `https://${requireConsole(partition).signInHost}`
      : originOf(overrides.signInUrl);
  return `${origin}/federation`;
}

/**
 * Where a sign-in form of ours may end, for Content-Security-Policy form-action: the sign-in page and, since
 * browsers hold every redirect of a form to the directive too, the regional sign-in pages and the consoles
 * behind it.
 */
export function samlFormOrigins(overrides: AwsHostOverrides): readonly string[] {
  if (overrides.signInUrl !== undefined) {
    const { signInUrl, consoleUrl } = overrides;
    return [signInUrl, consoleUrl].flatMap((url) => (url === undefined ? [] : [originOf(url)]));
  }
  return Object.values(PARTITIONS)
    .flatMap(({ console }) => (console === undefined ? [] : [console.signInHost, console.consoleDomain]))
    .flatMap((host) => [`https://${host}`, `https://*.${host}`]);
}

export interface ConsolePlace {
  readonly partition: Partition;
  readonly region: string;
}

/**
 * The page of the console to open: an address of the partition's own console and nothing else (A10). What is
 * checked is what the URL parser made of the text, and that is what is returned, so that nobody reads it
 * differently later.
 *
 * @param destination an https address, or a path within the account's regional console; absent: its home
 * @throws AppError `issuance.destination_invalid`, `issuance.region_invalid`, `issuance.console_unavailable`
 */
export function consoleDestination(place: ConsolePlace, destination: string | undefined): string {
  const home = consoleHome(place);
  if (destination === undefined || destination === "") return home;
  if (destination.length > MAX_DESTINATION || !URL.canParse(destination, home))
    throw refused(place, "not_a_url");
  const url = new URL(destination, home);
  if (url.username !== "" || url.password !== "") throw refused(place, "credentials_in_url");
  if (url.protocol !== "https:" || url.port !== "") throw refused(place, "not_https");
  if (!isConsoleHost(place.partition, url.hostname)) throw refused(place, "foreign_host");
  return url.href;
}

function isConsoleHost(partition: Partition, host: string): boolean {
  const domain = requireConsole(partition).consoleDomain;
  return host === domain || host.endsWith(`.${domain}`);
}

function consoleHome({ partition, region }: ConsolePlace): string {
  const safeRegion = requireRegionOf(partition, region);
  return `https://${safeRegion}.${requireConsole(partition).consoleDomain}/console/home?region=${safeRegion}`;
}

function originOf(url: string): string {
  return new URL(url).origin;
}

function refused(place: ConsolePlace, reason: string): AppError {
  return new AppError("issuance.destination_invalid", {
    reason,
    detail: `It must begin with https:// and lie on ${requireConsole(place.partition).consoleDomain} or below it.`,
  });
}
