import { describe, expect, it } from "vitest";
import { readCsvFile } from "./read-file.ts";

const HEADER = "order_id,customer_phone,order_date,customer_name";
const ROW = "1001,+14155552671,2026-10-01,Zoë Müller";
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, isLittle: boolean, mark = true) => {
  const bytes = Buffer.from((mark ? "\uFEFF" : "") + text, "utf16le");
  return isLittle ? bytes : bytes.swap16();
};
const latin = (text: string) => Uint8Array.from([...text].map((character) => character.charCodeAt(0)));

const read = (bytes: Uint8Array) => {
  const file = readCsvFile(bytes);
  if (!file.ok) throw new Error(`${file.error.code}: ${file.error.message}`);
  return file.value;
};
const refusal = (bytes: Uint8Array) => {
  const file = readCsvFile(bytes);
  return file.ok ? "taken" : file.error.code;
};
const cells = (text: string) => text.split(",");

describe("a file", () => {
  const text = `${HEADER}\r\n${ROW}\r\n`;
  it.each<[string, Uint8Array, string]>([
    ["UTF-8", utf8(text), "utf-8"],
    ["UTF-8 with a byte order mark", utf8(`\uFEFF${text}`), "utf-8"],
    ["UTF-16, little end first", utf16(text, true), "utf-16le"],
    ["UTF-16, big end first", utf16(text, false), "utf-16be"],
    ["UTF-16 without a byte order mark", utf16(text, true, false), "utf-16le"],
    ["Windows-1252", latin(text), "windows-1252"],
  ])("is read as %s", (_what, bytes, encoding) => {
    const { format, rows } = read(bytes);
    expect(format).toEqual({ encoding, delimiter: ",", header: cells(HEADER) });
    expect(rows).toEqual([{ rowNumber: 2, cells: cells(ROW) }]);
  });

  it("is read with Windows' own characters, which Latin-1 does not have", () => {
    expect(read(Buffer.from([...latin("order_id\n"), 0x80, 0x93, 0x94, 0x0a])).rows[0]?.cells).toEqual(["€“”"]);
  });

  it.each([
    [";", "order_id;customer_phone;order_date\n1;+14155552671;2026-10-01"],
    ["\t", "order_id\tcustomer_phone\torder_date\n1\t+14155552671\t2026-10-01"],
    ["|", "order_id|customer_phone|order_date\n1|+14155552671|2026-10-01"],
    [";", "sep=;\r\norder_id;customer_phone;order_date\r\n1;+14155552671;2026-10-01"],
    [";", '"a, b and, c";order_id;x\n"1";2;3'],
  ])("is split at %j", (delimiter, given) => {
    const { format, rows } = read(utf8(given));
    expect(format.delimiter).toBe(delimiter);
    expect(rows[0]?.cells).toHaveLength(3);
  });

  it.each([
    ["CRLF", "\r\n"],
    ["LF", "\n"],
    ["CR", "\r"],
  ])("has its lines ended by %s, quoted line breaks not among them", (_what, end) => {
    const { rows } = read(utf8([HEADER, `1,+14155552671,2026-10-01,"Ana${end}""the"" ${end}Example"`, "", `2,+1,x,y`].join(end) + end));
    expect(rows.map((row) => row.rowNumber)).toEqual([2, 4]);
    expect(rows[0]?.cells[3]).toBe(`Ana${end}"the" ${end}Example`);
  });

  it("may have a quotation mark within a value", () => {
    expect(read(utf8(`${HEADER}\n1,+1,2026-10-01,Joe "Shorty" Smith\n`)).rows[0]?.cells[3]).toBe('Joe "Shorty" Smith');
  });

  it("counts rows as a spreadsheet does, and leaves out the empty ones", () => {
    expect(read(utf8(`${HEADER}\n\n,,,\n${ROW}\n ,\n${ROW}`)).rows.map((row) => row.rowNumber)).toEqual([4, 6]);
    expect(read(utf8(`sep=,\n${HEADER}\n${ROW}`)).rows[0]?.rowNumber).toBe(3);
  });

  const many = (count: number) => utf8(`${HEADER}\n${`${ROW}\n`.repeat(count)}`);
  it("has ten thousand rows, and not one more", () => {
    expect(read(many(10_000)).rows).toHaveLength(10_000);
    expect(refusal(many(10_001))).toBe("csv_too_many_rows");
  });

  it.each<[string, Uint8Array, string]>([
    ["nothing", utf8(""), "csv_no_rows"],
    ["empty lines", utf8("\n\n \n"), "csv_no_rows"],
    ["a header alone", utf8(`${HEADER}\n`), "csv_no_rows"],
    ["no header", utf8(`${ROW}\n${ROW}`), "csv_header_missing"],
    ["a header that names a column twice", utf8(`order_id,Order ID,x\n1,2,3`), "csv_header_twice"],
    ["a quotation mark that is never closed", utf8(`${HEADER}\n1,+1,2026-10-01,"Ana\n${ROW}\n`), "csv_quotes_open"],
    ["a row without an end", utf8(`${HEADER}\n1,+1,"${"x".repeat(200_000)}"\n`), "csv_row_too_long"],
    ["too many columns", utf8(`order_id${",x".repeat(300)}\n1`), "csv_too_many_columns"],
    ["random bytes", Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7919 + (at >> 3)) % 256), "csv_not_text"],
    ["zeros", new Uint8Array(5_000), "csv_not_text"],
    ["a workbook", Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), utf8(`${HEADER}\n${ROW}`)]), "csv_not_text"],
    ["half a UTF-16 character", Uint8Array.from([0xff, 0xfe, 0x41, 0x00, 0x42]), "csv_not_text"],
    ["ten megabytes and a byte", new Uint8Array(10 * 1024 * 1024 + 1).fill(0x61), "csv_too_large"],
    ["empty lines without end", new Uint8Array(5_000_000).fill(0x0a), "csv_too_many_rows"],
  ])("that is %s is refused", (_what, bytes, code) => {
    expect(refusal(bytes)).toBe(code);
  });

  it("may repeat names that nobody asks for", () => {
    expect(refusal(utf8(`order_id,note,note\n1,2,3`))).toBe("taken");
  });
});
