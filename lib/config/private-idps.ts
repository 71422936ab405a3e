import { isIP } from "node:net";
import { z } from "zod";

/** Where in the private network identity providers may be. */
export interface PrivateIdps {
  /** Lower case. */
  readonly hosts: readonly string[];
  readonly networks: readonly { readonly address: string; readonly prefix: number }[];
}

const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
// The last label of a name is never a number: `0x7f.1` and `2130706433` are spellings of addresses.
const NUMBER_AT_END = /(^|\.)(\d+|0x[0-9a-f]*)$/;

function networkOf(text: string): PrivateIdps["networks"][number] | undefined {
  const [address = "", prefix, ...rest] = text.split("/");
  const bits = { 0: undefined, 4: 32, 6: 128 }[isIP(address)];
  if (bits === undefined || rest.length > 0) return undefined;
  if (prefix === undefined) return { address, prefix: bits };
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits ? { address, prefix: Number(prefix) } : undefined;
}

/** `10.20.0.0/16, sso.corp.example, fd12:3456::7`: networks, addresses and host names, separated by commas. */
export const privateIdpsValue = z.string().transform((text, context): PrivateIdps => {
  const hosts: string[] = [];
  const networks: PrivateIdps["networks"][number][] = [];
  for (const part of text.split(",").map((entry) => entry.trim().toLowerCase())) {
    const network = networkOf(part);
    if (network) networks.push(network);
    else if (HOST.test(part) && !NUMBER_AT_END.test(part)) hosts.push(part);
    else {
      context.addIssue(
        `must be a list of networks (10.20.0.0/16), addresses and host names, separated by commas; cannot read ${JSON.stringify(part)}`,
      );
    }
  }
  return { hosts, networks };
});

/** Wider than the widest private network there is (10.0.0.0/8, fc00::/7). */
export function isWide({ networks }: PrivateIdps): boolean {
  return networks.some(({ address, prefix }) => prefix < (isIP(address) === 6 ? 7 : 8));
}
