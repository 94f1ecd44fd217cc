/**
 * Certificates of a test's own making (RFC 5280), in memory and gone with it: an authority, and what it vouches for, also what it should not.
 * Written out here, since Node makes none and not every machine has openssl.
 */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { isIP } from "node:net";

export interface KeyAndCert {
  key: string;
  cert: string;
}

export interface Wanted {
  /** Names and addresses that it is for. */
  names: readonly string[];
  /** Epoch ms; by default from yesterday until tomorrow. */
  from?: number;
  until?: number;
}

export interface Authority {
  /** PEM, for NODE_EXTRA_CA_CERTS. */
  cert: string;
  issue(wanted: Wanted): KeyAndCert;
}

const DAY_MS = 86_400_000;
const ECDSA_SHA256 = [1, 2, 840, 10045, 4, 3, 2];
const COMMON_NAME = [2, 5, 4, 3];
const BASIC_CONSTRAINTS = [2, 5, 29, 19];
const ALTERNATIVE_NAMES = [2, 5, 29, 17];

export function makeAuthority(name = "An authority of a test"): Authority {
  const { privateKey, publicKey } = makeKeys();
  const cert = certificate({ issuer: name, subject: name, publicKey, signedBy: privateKey, isAuthority: true });
  return {
    cert,
    issue(wanted) {
      const keys = makeKeys();
      return {
        key: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        cert: certificate({ issuer: name, subject: wanted.names[0] ?? "", publicKey: keys.publicKey, signedBy: privateKey, ...wanted }),
      };
    },
  };
}

const makeKeys = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });

interface Content extends Partial<Wanted> {
  issuer: string;
  subject: string;
  publicKey: KeyObject;
  signedBy: KeyObject;
  isAuthority?: boolean;
}

function certificate({ issuer, subject, publicKey, signedBy, isAuthority = false, names = [], from, until }: Content): string {
  const algorithm = sequence(objectId(ECDSA_SHA256));
  const [notBefore, notAfter] = [from ?? Date.now() - DAY_MS, until ?? Date.now() + DAY_MS];
  const extensions = [
    ...(isAuthority ? [extension(BASIC_CONSTRAINTS, sequence(der(0x01, Buffer.from([0xff]))))] : []),
    ...(names.length > 0 ? [extension(ALTERNATIVE_NAMES, sequence(...names.map(alternativeName)))] : []),
  ];
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    // Positive, whatever its first bit.
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    distinguishedName(issuer),
    sequence(time(notBefore), time(notAfter)),
    distinguishedName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", content, signedBy)]));
  const text = sequence(content, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}

/** One value of ASN.1's: tag, length, content. */
function der(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, Buffer.concat(parts));

function objectId([first = 0, second = 0, ...rest]: readonly number[]): Buffer {
  const inSevens = (value: number): number[] => {
    const bytes = [value & 127];
    for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 127) | 128);
    return bytes;
  };
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(inSevens)]));
}

const distinguishedName = (name: string): Buffer => sequence(der(0x31, sequence(objectId(COMMON_NAME), der(0x0c, Buffer.from(name)))));
const extension = (id: readonly number[], value: Uint8Array): Buffer => sequence(objectId(id), der(0x04, value));
const time = (ms: number): Buffer => der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-T:]/g, "")}Z`));
const alternativeName = (name: string): Buffer =>
  isIP(name) === 4 ? der(0x87, Buffer.from(name.split(".").map(Number))) : der(0x82, Buffer.from(name));
