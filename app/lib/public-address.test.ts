import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLoopbackAddress, isPublicAddress } from "./public-address.ts";

const PUBLIC = [
  "1.1.1.1",
  "8.8.8.8",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.1",
  "168.63.129.15",
  "169.253.255.255",
  "169.255.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.0.1.0",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2a00:1450:4001:80e::200e",
  "2003::1",
  "::ffff:8.8.8.8",
  "64:ff9b::808:808",
];
const CLOSED = [
  ...[
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
  ],
  ...[
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
  ],
  ...["224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"],
  ...[
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:169.254.169.254",
    "0:0:0:0:0:ffff:0a00:0001",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
  ],
  ...[
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "fdff::1",
    "ff02::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
  ],
  ...["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "017700000001", "1.2.3.4.5", "1.2.3", ":::", "::ffff:999.1.1.1", "example.com", "[::1]"],
];

describe("isPublicAddress", () => {
  it.each(PUBLIC)("lets %s through", (address) => expect(isPublicAddress(address)).toBe(true));
  it.each(CLOSED)("refuses %j", (address) => expect(isPublicAddress(address)).toBe(false));

  it("judges an IPv4 address the same however it is dressed up", () => {
    fc.assert(
      fc.property(fc.ipV4(), (v4) => {
        const [a = 0, b = 0, c = 0, d = 0] = v4.split(".").map(Number);
        const words = [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)].join(":");
        const expected = isPublicAddress(v4);
        for (const dressed of [`::ffff:${v4}`, `::ffff:${words}`, `::FFFF:${words}`, `0:0:0:0:0:ffff:${words}`, `64:ff9b::${v4}`])
          expect(isPublicAddress(dressed), dressed).toBe(expected);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.ipV6()),
        (text) => typeof isPublicAddress(text) === "boolean" && typeof isLoopbackAddress(text) === "boolean",
      ),
    );
  });
});

describe("isLoopbackAddress", () => {
  it.each(["127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"])("knows %s", (address) =>
    expect(isLoopbackAddress(address)).toBe(true),
  );
  it.each(["128.0.0.1", "0.0.0.0", "::", "::2", "1::1", "10.0.0.1", "localhost", ""])("does not take %j for it", (address) =>
    expect(isLoopbackAddress(address)).toBe(false),
  );
});
