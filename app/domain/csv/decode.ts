/** The text of a file, whatever a spreadsheet saved it as. */
import { failure, type Failure } from "../failure.ts";
import { err, ok, type Result } from "#app/lib/result.ts";

export interface Decoded {
  text: string;
  /** utf-8 | utf-16le | utf-16be | windows-1252 */
  encoding: string;
}

/** How much of a file is looked at to tell its encoding. */
const LOOKED_AT = 4_096;
/** What begins like this is no text, whatever follows: Excel and other archives, old Excel, PDF, PNG, JPEG, GIF, gzip. */
const OTHER_FILES: readonly (readonly [name: string, start: readonly number[]])[] = [
  ["an Excel workbook or another archive", [0x50, 0x4b, 0x03, 0x04]],
  ["an Excel workbook of the old form", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a PDF document", [0x25, 0x50, 0x44, 0x46]],
  ["a picture", [0x89, 0x50, 0x4e, 0x47]],
  ["a picture", [0xff, 0xd8, 0xff]],
  ["a picture", [0x47, 0x49, 0x46, 0x38]],
  ["a compressed file", [0x1f, 0x8b]],
];
/** Characters that no text has; a tab, line breaks and the old end-of-file sign are not among them. */
const NOT_TEXT = /[\u0000-\u0008\u000e-\u0019\u001b-\u001f\u007f]/g;
/** Bytes that Windows-1252 leaves undefined come out as these. */
const UNDEFINED_1252 = /[\u0081\u008d\u008f\u0090\u009d]/;
/** A stray control character is an error of its row; so many per thousand, and the file is not text. */
const MOST_CONTROLS = 0.005;

const notText = (what: string): Failure => failure("rejected", "csv_not_text", `The file is not text: it looks like ${what}.`);

export function decodeFile(bytes: Uint8Array): Result<Decoded, Failure> {
  const other = OTHER_FILES.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (other !== undefined) return err(notText(other[0]));
  const utf16 = utf16Of(bytes);
  const decoded = utf16 === null ? decode8(bytes) : decodeAs(utf16, bytes);
  if (decoded === null) return err(notText("something else"));
  const controls = decoded.text.match(NOT_TEXT)?.length ?? 0;
  return controls > decoded.text.length * MOST_CONTROLS + 20 || controls > decoded.text.length / 10 ? err(notText("something else")) : ok(decoded);
}

function decode8(bytes: Uint8Array): Decoded | null {
  const utf8 = decodeAs("utf-8", bytes);
  if (utf8 !== null) return utf8;
  const western = decodeAs("windows-1252", bytes);
  return western === null || UNDEFINED_1252.test(western.text) ? null : western;
}

/** A byte order mark is taken off. */
function decodeAs(encoding: string, bytes: Uint8Array): Decoded | null {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return null;
  }
}

/** By its byte order mark or, without one, because every second byte of western text is zero. */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const start = bytes.subarray(0, LOOKED_AT);
  if (start.length < 4 || bytes.length % 2 !== 0) return null;
  const zeros = [0, 0];
  start.forEach((byte, at) => byte === 0 && (zeros[at % 2]! += 1));
  const many = start.length * 0.4;
  if (zeros[1]! > many && zeros[0]! < many / 10) return "utf-16le";
  if (zeros[0]! > many && zeros[1]! < many / 10) return "utf-16be";
  return null;
}
