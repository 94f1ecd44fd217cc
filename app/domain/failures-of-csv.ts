/** The failure catalogue's part for CSV files: why a file is refused, and what can be wrong with a row of it. */
import { entry } from "./failure-entry.ts";

const IN_PLACE = "Correct the row in place, or in the file and import it again.";
const FILE_AGAIN = "Correct the file and choose it again. Nothing of it was stored.";

export const FAILURES_OF_CSV = {
  // The file
  csv_too_large: entry(
    "The file is too large",
    "A file may have 10 MB.",
    "Split it into several files and import one after the other. Nothing of it was stored.",
    "open_imports",
  ),
  csv_too_many_rows: entry(
    "The file has too many rows",
    "A file may have 10,000 rows beside its header.",
    "Split it into several files and import one after the other. Nothing of it was stored.",
    "open_imports",
  ),
  upload_cut_off: entry(
    "The file did not arrive",
    "The connection ended before the whole file was here.",
    "Check your connection and choose the file again. Nothing of it was stored.",
    "open_imports",
  ),
  csv_not_text: entry(
    "The file is not a CSV file",
    "The file is not text: a workbook, a picture or something else that only carries the name of a CSV file.",
    "Open it in your spreadsheet and save it as CSV (UTF-8). Nothing of it was stored.",
    "open_imports",
  ),
  csv_no_rows: entry("The file has no rows", "The file is empty, or has only a header.", FILE_AGAIN, "open_imports"),
  csv_header_missing: entry(
    "The header is missing",
    "The first line must name the columns, but it holds values already.",
    "Put the names of the columns into the first line, as in the template. Nothing of it was stored.",
    "open_imports",
  ),
  csv_header_twice: entry(
    "A column is there twice",
    "Two columns of the file have the same name, so it is not certain which one counts.",
    "Rename or remove one of them and choose the file again. Nothing of it was stored.",
    "open_imports",
  ),
  csv_too_many_columns: entry("The file has too many columns", "A file may have 200 columns.", FILE_AGAIN, "open_imports"),
  csv_quotes_open: entry(
    "A quotation mark is missing",
    "A value begins with a quotation mark that is never closed, so it is not certain where it ends.",
    "Close it in the line that the message names, or write the mark twice within a value. Nothing of it was stored.",
    "open_imports",
  ),
  csv_row_too_long: entry(
    "A row is too long",
    "A row has more than 100,000 characters; mostly a quotation mark is missing before it.",
    FILE_AGAIN,
    "open_imports",
  ),
  csv_column_missing: entry(
    "A required column is missing",
    "The columns order_id, customer_phone and order_date are needed, and at least one of them was not found.",
    "Choose for each which column of the file it is, or name the columns as in the template.",
    "open_imports",
  ),
  csv_mapping_invalid: entry(
    "The choice of columns cannot be used",
    "A column of the file can serve once only, and must be one that the file has.",
    "Choose the columns again.",
    "open_imports",
  ),
  // The import
  import_not_found: entry(
    "No such import",
    "The import does not exist, or its rows were cleaned up after their time.",
    "Choose the file again.",
    "open_imports",
  ),
  import_not_ready: entry(
    "The import is not at this step",
    "What you asked for is not possible at the step that the import is at now.",
    "Reload the page: it shows the step that the import is at.",
    "open_imports",
  ),
  import_nothing_to_do: entry(
    "There is nothing to import",
    "No row of the file is without mistakes.",
    "Correct at least one row, then import.",
    "open_imports",
  ),
  import_row_not_found: entry("No such row", "The row is not in the import, or it is imported already.", "Reload the page.", "open_imports"),
  import_interrupted: entry(
    "The import was cut off",
    "The import was tried several times and did not come to its end. The rows that are done stay as they are.",
    "Press Import again: it goes on where it stopped, and no row is imported twice.",
    "open_imports",
  ),
  // A row; other codes of rows are those of the event API's fields
  order_id_missing: entry(
    "The order number is missing",
    "The row has no order_id, so it is not certain which order it is about.",
    IN_PLACE,
    "open_imports",
  ),
  order_id_twice: entry(
    "The order is in the file twice",
    "An earlier row of the file has the same order_id, and it is not certain which of them is right. The earlier one counts.",
    "Give the row its own order_id, or leave it out.",
    "open_imports",
  ),
  order_id_rounded: entry(
    "The order number was rounded",
    "A spreadsheet has turned the number into a short form such as 1.2E+12, and its last digits are lost.",
    "Format the column as text in your spreadsheet, fill it in again from its source, and import the file again.",
    "open_imports",
  ),
  phone_missing: entry("The phone number is missing", "The row has no customer_phone.", IN_PLACE, "open_imports"),
  phone_rounded: entry(
    "The phone number was rounded",
    "A spreadsheet has turned the number into a short form such as 1.4E+10, and its last digits are lost.",
    "Format the column as text in your spreadsheet, fill it in again from its source, and import the file again.",
    "open_imports",
  ),
  order_date_missing: entry("The date of the order is missing", "The row has no order_date.", IN_PLACE, "open_imports"),
  date_format: entry(
    "The date is not in the expected form",
    "The date is not written as YYYY-MM-DD. Day and month of other forms can be mistaken for one another, so nothing is guessed.",
    "Write it like 2026-11-20, or format the column so in your spreadsheet.",
    "open_imports",
  ),
  date_impossible: entry("There is no such day", "The date names a day that the calendar does not have.", IN_PLACE, "open_imports"),
  date_in_future: entry("The date lies in the future", "Nothing can have been ordered or delivered later than today.", IN_PLACE, "open_imports"),
  date_too_old: entry(
    "The date is too old",
    "The date lies before 1990; mostly a spreadsheet has put its first day for an empty cell.",
    IN_PLACE,
    "open_imports",
  ),
  delivery_before_order: entry("Delivered before it was ordered", "The delivery_date lies before the order_date.", IN_PLACE, "open_imports"),
  delivery_date_unexpected: entry(
    "Delivered, but not by its status",
    "The row has a delivery_date, and its order_status says that the order was not delivered.",
    "Correct the status, or leave the delivery_date empty.",
    "open_imports",
  ),
  text_damaged: entry(
    "The text is damaged",
    "The value contains the sign for a character that was lost when the file was saved in another encoding.",
    "Save the file as CSV UTF-8 from its source, or correct the row in place.",
    "open_imports",
  ),
  cells_missing: entry(
    "The row has too few cells",
    "The row has fewer cells than the header, so it is not certain which value belongs where.",
    IN_PLACE,
    "open_imports",
  ),
  cells_left_over: entry(
    "The row has too many cells",
    "The row has more cells than the header; mostly a value contains the separator and has no quotation marks.",
    IN_PLACE,
    "open_imports",
  ),
} as const;
