/** The only wiring: configuration -> database -> use-cases. One instance a process. */
import type { UseCases } from "./flows/use-cases";

/** What the edges need besides the use-cases. */
export interface Runtime extends UseCases {
  readonly settings: {
    /** `https://rolebridge.example.com`, without a trailing slash. */
    readonly origin: string;
    readonly supportContact: string | undefined;
    readonly awsFormActionOrigins: readonly string[];
    readonly cookieSecret: import("./secret/secret").Secret;
    readonly trustedProxyHops: number;
    /** How long a sign-in may take; the life of the cookies that belong to it. */
    readonly signInMinutes: number;
  };
}

export function runtime(): Promise<Runtime> {
  throw new Error("not wired yet");
}
