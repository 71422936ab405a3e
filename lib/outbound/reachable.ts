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
const NEVER = new BlockList();
NEVER.addSubnet("0.0.0.0", 8, "ipv4");
NEVER.addSubnet("169.254.0.0", 16, "ipv4");
NEVER.addSubnet("192.0.0.0", 24, "ipv4");
NEVER.addSubnet("224.0.0.0", 3, "ipv4");
NEVER.addSubnet("fe80::", 10, "ipv6");
NEVER.addSubnet("ff00::", 8, "ipv6");
// Metadata services of AWS (IPv6), Oracle and Alibaba Cloud, which lie in ranges that are otherwise ordinary.
NEVER.addAddress("fd00:ec2::254", "ipv6");
NEVER.addAddress("fd00:c1::a9fe:a9fe", "ipv6");
NEVER.addAddress("100.100.100.200", "ipv4");
// They carry an IPv4 address inside and are delivered there: IPv4-compatible, NAT64, Teredo, 6to4.
NEVER.addSubnet("::", 96, "ipv6");
NEVER.addSubnet("64:ff9b::", 96, "ipv6");
NEVER.addSubnet("64:ff9b:1::", 48, "ipv6");
NEVER.addSubnet("2001::", 32, "ipv6");
NEVER.addSubnet("2002::", 16, "ipv6");

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

// IANA's special-purpose registries: what is not routed on the public internet.
const PRIVATE_IPV4 = new BlockList();
PRIVATE_IPV4.addSubnet("10.0.0.0", 8, "ipv4");
PRIVATE_IPV4.addSubnet("100.64.0.0", 10, "ipv4");
PRIVATE_IPV4.addSubnet("127.0.0.0", 8, "ipv4");
PRIVATE_IPV4.addSubnet("172.16.0.0", 12, "ipv4");
PRIVATE_IPV4.addSubnet("192.0.2.0", 24, "ipv4");
PRIVATE_IPV4.addSubnet("192.88.99.0", 24, "ipv4");
PRIVATE_IPV4.addSubnet("192.168.0.0", 16, "ipv4");
PRIVATE_IPV4.addSubnet("198.18.0.0", 15, "ipv4");
PRIVATE_IPV4.addSubnet("198.51.100.0", 24, "ipv4");
PRIVATE_IPV4.addSubnet("203.0.113.0", 24, "ipv4");

/** Of IPv6 only 2000::/3 is given out for the public internet. */
const PUBLIC_IPV6 = new BlockList();
PUBLIC_IPV6.addSubnet("2000::", 3, "ipv6");
const DOCUMENTATION_IPV6 = new BlockList();
DOCUMENTATION_IPV6.addSubnet("2001:db8::", 32, "ipv6");

const MAPPED = /^::ffff:/i;

function isPublic(address: string, family: "ipv4" | "ipv6"): boolean {
  if (family === "ipv4") return !PRIVATE_IPV4.check(address, family);
  return PUBLIC_IPV6.check(address, family) && !DOCUMENTATION_IPV6.check(address, family);
}

function isIn(networks: readonly PrivateNetwork[], address: string, family: "ipv4" | "ipv6"): boolean {
  const opened = new BlockList();
  for (const network of networks) {
    opened.addSubnet(network.address, network.prefix, isIPv6(network.address) ? "ipv6" : "ipv4");
  }
  return opened.check(address, family);
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
