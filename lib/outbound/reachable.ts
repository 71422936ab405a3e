import { BlockList, isIPv6 } from "node:net";

/** A part of the private network, in CIDR terms. */
export interface PrivateNetwork {
  readonly address: string;
  /** Leading bits: 0 to 32, or to 128. */
  readonly prefix: number;
}

/** What requests made for somebody else may reach beyond the public internet. */
export interface ReachRules {
  /** Lets `localhost`, `127.0.0.1` and `[::1]` pass, with http as well, for a sandbox on the same machine. */
  readonly insecureHttpOnLoopback: boolean;
  /** Names, in lower case, that may resolve to private addresses. */
  readonly privateHosts: readonly string[];
  readonly privateNetworks: readonly PrivateNetwork[];
}

export const LOOPBACK_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

// No setting opens these: they answer to this machine's segment or cloud only, or are no host's address.
const NEVER = blockListOf([
  "0.0.0.0/8",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "224.0.0.0/3",
  "fe80::/10",
  "ff00::/8",
  // Metadata services of AWS (IPv6), Oracle and Alibaba Cloud, which lie in ranges that are otherwise ordinary.
  "fd00:ec2::254/128",
  "fd00:c1::a9fe:a9fe/128",
  "100.100.100.200/32",
  // They carry an IPv4 address inside and are delivered there: IPv4-compatible, NAT64, Teredo, 6to4.
  "::/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2001::/32",
  "2002::/16",
]);

const LOOPBACK = blockListOf(["127.0.0.0/8", "::1/128"]);

// IANA's special-purpose registries: what is not routed on the public internet.
const PRIVATE_IPV4 = blockListOf([
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "172.16.0.0/12",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
]);

/** Of IPv6 only 2000::/3 is given out for the public internet. */
const PUBLIC_IPV6 = blockListOf(["2000::/3"]);
const DOCUMENTATION_IPV6 = blockListOf(["2001:db8::/32"]);

const MAPPED = /^::ffff:/i;

function isPublic(address: string, family: "ipv4" | "ipv6"): boolean {
  if (family === "ipv4") return !PRIVATE_IPV4.check(address, family);
  return PUBLIC_IPV6.check(address, family) && !DOCUMENTATION_IPV6.check(address, family);
}

function isIn(networks: readonly PrivateNetwork[], address: string, family: "ipv4" | "ipv6"): boolean {
  return blockListOf(networks.map(({ address: first, prefix }) => `${first}/${prefix}`)).check(
    address,
    family,
  );
}

/** @param networks in CIDR notation */
function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    list.addSubnet(address, Number(prefix), isIPv6(address) ? "ipv6" : "ipv4");
  }
  return list;
}

/**
 * Whether a request made for somebody else may go there.
 * @param hostname as a URL parser gives it: lower case, IPv6 in brackets
 * @param address of that host, as a resolver or a URL parser gives it, without brackets
 */
export function mayReach(hostname: string, address: string, rules: ReachRules): boolean {
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  if (LOOPBACK.check(address, family) && rules.insecureHttpOnLoopback && LOOPBACK_NAMES.has(hostname)) {
    return true;
  }
  // An IPv4 address in IPv6 clothes has no honest use here. BlockList would look behind it; we do not need to.
  if (MAPPED.test(address)) return false;
  const isLoopback = LOOPBACK.check(address, family);
  if (!isLoopback && NEVER.check(address, family)) return false;
  if (!isLoopback && isPublic(address, family)) return true;
  return rules.privateHosts.includes(hostname) || isIn(rules.privateNetworks, address, family);
}
