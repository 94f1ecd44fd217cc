import { failure } from "#app/domain/failure.ts";
import { err } from "#app/lib/result.ts";
import { NO_SOURCE, type Channel } from "../contract.ts";

/** Files are imported row by row (app/services/imports), not delivered: nothing of this channel ever comes to the inbox. */
export const csv: Channel = {
  name: "csv",
  label: "CSV import",
  topics: [{ topic: "import/row", entity: "orders", source: "api", label: "A row of a file tells of an order" }],
  interpret: () => err(failure("rejected", "topic_unknown", "Files are imported, not delivered.")),
  ...NO_SOURCE,
};
