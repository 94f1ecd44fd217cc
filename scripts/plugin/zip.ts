/**
 * Writes a zip archive, which Node's standard library cannot. The same files give the same bytes: no times of this machine, names in order.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  /** With forward slashes, relative. */
  name: string;
  content: Buffer;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATE = 8;
/** 1 January 2020, midnight, in the form of MS-DOS: times of files say nothing to who installs a plugin. */
const DATE = ((2020 - 1980) << 9) | (1 << 5) | 1;
/** Made on Unix by version 2.0, so that rights are understood. */
const MADE_BY = (3 << 8) | 20;
const RIGHTS = 0o100644;
const MOST_BYTES = 0xffffffff;

export function zip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!/^[\w][\w.\-/]*$/.test(name) || name.includes("..")) throw new Error(`${name} cannot be a file's name in the archive.`);
    const packed = deflateRawSync(content, { level: 9 });
    const text = Buffer.from(name, "utf8");
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(FLAGS, 2);
    common.writeUInt16LE(DEFLATE, 4);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(text.length, 22);
    const local = Buffer.concat([uint32(LOCAL), common, text, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((RIGHTS << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([uint32(CENTRAL), uint16(MADE_BY), common, rest, text]));
    locals.push(local);
    offset += local.length;
    if (offset > MOST_BYTES) throw new Error("The archive is larger than this form of it may be.");
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, uint32(END), end]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}
