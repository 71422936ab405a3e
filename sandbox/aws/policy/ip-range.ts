import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Whether an address lies in a range (`203.0.113.0/24`, `2001:db8::/32`) or is the address written. */
export function addressInRange(address: string, range: string): boolean {
  const [network = "", bits] = range.split("/");
  const family = familyOf(network);
  if (family === undefined || familyOf(address) !== family) return false;
  const list = new BlockList();
  const prefix = bits === undefined ? (family === "ipv4" ? 32 : 128) : Number(bits);
  try {
    list.addSubnet(network, prefix, family);
  } catch {
    return false;
  }
  return list.check(address, family);
}

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  if (isIPv4(address)) return "ipv4";
  return isIPv6(address) ? "ipv6" : undefined;
}
