/**
 * Which addresses on the internet anybody may be sent to (architecture, rule 12). Of IPv6 only what is handed out for the internet counts
 * (2000::/3), and never what carries an IPv4 address in it that does not. Ranges: IANA's registries of special-purpose addresses,
 * https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry.
 */
import { BlockList, isIP } from "node:net";

const CLOSED_V4: readonly [string, number][] = [
  ["0.0.0.0", 8], // this host
  ["10.0.0.0", 8],
  ["100.64.0.0", 10], // carriers' own (CGNAT); a cloud's metadata at 100.100.100.200
  ["127.0.0.0", 8],
  ["168.63.129.16", 32], // Azure's host, reachable from every machine there although it looks public
  ["169.254.0.0", 16], // link-local; most clouds' metadata at 169.254.169.254
  ["172.16.0.0", 12],
  ["192.0.0.0", 24], // protocols' own; a cloud's metadata at 192.0.0.192
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16],
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];
/** Within 2000::/3. */
const CLOSED_V6: readonly [string, number][] = [
  ["2001::", 23], // protocols' own, Teredo among them
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4: an IPv4 address in disguise
  ["3fff::", 20], // documentation
];

const closed = listOf(CLOSED_V4, "ipv4");
const closedV6 = listOf(CLOSED_V6, "ipv6");
const global = listOf([["2000::", 3]], "ipv6");
const loopback = listOf([["127.0.0.0", 8]], "ipv4");

function listOf(ranges: readonly [string, number][], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [address, bits] of ranges) list.addSubnet(address, bits, family);
  return list;
}

/** Whether an address (no name) is one of the public internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  const v4 = ipv4Of(address);
  if (v4 !== null) return !closed.check(v4);
  return isIP(address) === 6 && !address.includes("%") && global.check(address, "ipv6") && !closedV6.check(address, "ipv6");
}

/** Whether an address means this machine. */
export function isLoopbackAddress(address: string): boolean {
  const v4 = ipv4Of(address);
  if (v4 !== null) return loopback.check(v4);
  return isIP(address) === 6 && wordsOf(address).every((word, at) => word === (at === 7 ? 1 : 0));
}

/** An IPv4 address as it is, or the one that an IPv6 address stands for: mapped (::ffff:1.2.3.4) or translated (64:ff9b::1.2.3.4). */
function ipv4Of(address: string): string | null {
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6 || address.includes("%")) return null;
  const words = wordsOf(address);
  const prefix = words.slice(0, 6).join(",");
  if (prefix !== "0,0,0,0,0,65535" && prefix !== `${0x64},${0xff9b},0,0,0,0`) return null;
  return words
    .slice(6)
    .flatMap((word) => [word >> 8, word & 255])
    .join(".");
}

/** The eight words of an IPv6 address. */
function wordsOf(address: string): number[] {
  // The URL parser writes every form in one, with the last 32 bits as words too.
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = text.split("::");
  const read = (part: string) => (part === "" ? [] : part.split(":").map((word) => Number.parseInt(word, 16)));
  const [before, after] = [read(head), read(tail ?? "")];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
