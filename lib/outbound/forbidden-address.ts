import { BlockList, isIPv6 } from "node:net";

// Whatever answers there answers to this machine only: itself, its cloud's metadata service, its segment.
const LOCAL_ONLY = new BlockList();
LOCAL_ONLY.addSubnet("0.0.0.0", 8, "ipv4");
LOCAL_ONLY.addSubnet("169.254.0.0", 16, "ipv4");
LOCAL_ONLY.addSubnet("192.0.0.0", 24, "ipv4");
LOCAL_ONLY.addSubnet("224.0.0.0", 3, "ipv4");
LOCAL_ONLY.addAddress("::", "ipv6");
LOCAL_ONLY.addSubnet("fe80::", 10, "ipv6");
LOCAL_ONLY.addSubnet("ff00::", 8, "ipv6");
// Metadata services of AWS (IPv6) and Alibaba Cloud, which lie in ranges that are otherwise ordinary.
LOCAL_ONLY.addAddress("fd00:ec2::254", "ipv6");
LOCAL_ONLY.addAddress("100.100.100.200", "ipv4");

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

// Addresses that carry an IPv4 address inside and are delivered there: NAT64 and 6to4.
const CARRIES_IPV4 = new BlockList();
CARRIES_IPV4.addSubnet("64:ff9b::", 96, "ipv6");
CARRIES_IPV4.addSubnet("2002::", 16, "ipv6");

/**
 * Whether a request made for somebody else must not go there.
 * @param address an IP address as a resolver or a URL parser gives it, without brackets
 * @param loopbackAllowed for identity providers on the same machine
 */
export function isForbiddenAddress(address: string, loopbackAllowed: boolean): boolean {
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  // BlockList sees IPv4 rules behind IPv4-mapped addresses (::ffff:a.b.c.d) by itself.
  if (LOCAL_ONLY.check(address, family) || CARRIES_IPV4.check(address, family)) return true;
  return !loopbackAllowed && LOOPBACK.check(address, family);
}
