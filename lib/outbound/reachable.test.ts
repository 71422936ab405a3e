import { describe, expect, test } from "vitest";
import { mayReach } from "./reachable";

const closed = { insecureHttpOnLoopback: false, privateHosts: [], privateNetworks: [] };
const HOST = "sso.corp.example";

describe("mayReach", () => {
  test.each(["93.184.215.14", "9.9.9.9", "172.15.0.1", "172.32.0.1", "2606:2800:21f:cb07::1"])(
    "%s is on the public internet",
    (address) => {
      expect(mayReach(HOST, address, closed)).toBe(true);
    },
  );

  const PRIVATE = [
    "10.0.0.5",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "127.0.0.1",
    "198.18.0.1",
    "203.0.113.7",
    "::1",
    "fd12::1",
    "fec0::1",
    "2001:db8::1",
    "100::1",
  ];
  test.each(PRIVATE)("W09 %s is private: reached by a listed host or network only", (address) => {
    const network = { address, prefix: address.includes(":") ? 128 : 32 };
    expect(mayReach(HOST, address, closed)).toBe(false);
    expect(mayReach(HOST, address, { ...closed, privateHosts: [HOST] })).toBe(true);
    expect(mayReach(`evil.${HOST}`, address, { ...closed, privateHosts: [HOST] })).toBe(false);
    expect(mayReach(HOST, address, { ...closed, privateNetworks: [network] })).toBe(true);
  });

  test("W09 a network opens what lies in it, and its neighbour stays closed", () => {
    const rules = { ...closed, privateNetworks: [{ address: "10.20.0.0", prefix: 16 }] };
    expect(mayReach(HOST, "10.20.255.1", rules)).toBe(true);
    expect(mayReach(HOST, "10.21.0.1", rules)).toBe(false);
  });

  const EVERYTHING = {
    insecureHttpOnLoopback: true,
    privateHosts: [HOST],
    privateNetworks: [
      { address: "0.0.0.0", prefix: 0 },
      { address: "::", prefix: 0 },
    ],
  };
  test.each([
    "0.0.0.0",
    "169.254.169.254",
    "169.254.170.2",
    "255.255.255.255",
    "239.1.1.1",
    "100.100.100.200",
    "fe80::1",
    "ff02::1",
    "::",
    "::7f00:1",
    "::ffff:169.254.169.254",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "fd00:ec2::254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe",
    "2001:0:7f00:1::",
    "2002:7f00:1::",
  ])("W09 %s is never reached, whatever is listed", (address) => {
    expect(mayReach(HOST, address, EVERYTHING)).toBe(false);
  });

  test("W09 the setting for loopback holds for this machine's own names only", () => {
    const rules = { ...closed, insecureHttpOnLoopback: true };
    expect(mayReach("localhost", "127.0.0.1", rules)).toBe(true);
    expect(mayReach("[::1]", "::1", rules)).toBe(true);
    expect(mayReach("rebound.example", "127.0.0.1", rules)).toBe(false);
    expect(mayReach("localhost", "10.0.0.5", rules)).toBe(false);
  });
});
