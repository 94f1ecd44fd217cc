import { expect, it } from "vitest";
import { fileFacts, importSummary, timeLeft } from "./csv-words.ts";

it("says how long it takes as a person would", () => {
  expect([0, 4_900, 5_100, 31_000, 56_000, 80_000, 100_000, 600_000].map(timeLeft)).toEqual([
    "A few seconds left",
    "A few seconds left",
    "About 10 seconds left",
    "About 35 seconds left",
    "About a minute left",
    "About a minute left",
    "About 2 minutes left",
    "About 10 minutes left",
  ]);
});

it("says what kind of file it is", () => {
  expect(fileFacts(900, { encoding: "utf-8", delimiter: "," })).toBe("900 bytes, UTF-8, separated by commas");
  expect(fileFacts(2_200_000, { encoding: "windows-1252", delimiter: ";" })).toBe("2.1 MB, Windows-1252 (Western European), separated by semicolons");
});

const row: Parameters<typeof importSummary>[0] = {
  status: "ready",
  totalRows: 10_000,
  goodRows: 9_700,
  badRows: 300,
  importedRows: 0,
  unchangedRows: 0,
  undoneRows: 0,
};
it.each<[Parameters<typeof importSummary>[0], string]>([
  [{ ...row, status: "mapping" }, "10,000 rows"],
  [row, "10,000 rows, 300 with errors"],
  [{ ...row, totalRows: 1, badRows: 0 }, "1 row, all right"],
  [{ ...row, status: "importing", importedRows: 400, unchangedRows: 100 }, "500 of 9,700 rows"],
  [{ ...row, status: "completed", importedRows: 9_700 }, "9,700 imported, 300 left out"],
  [{ ...row, status: "completed", importedRows: 0, unchangedRows: 9_700, badRows: 0 }, "0 imported, 9,700 known already"],
  [{ ...row, status: "undone", undoneRows: 1 }, "1 row undone"],
])("tells in one line what became of a file", (given, expected) => {
  expect(importSummary(given)).toBe(expected);
});
