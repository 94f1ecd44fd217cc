import { describe, expect, it } from "vitest";
import type { Row } from "#app/data/database.ts";
import { mergeFulfillment } from "./merge-fulfillment.ts";

const record = (source_updated_at: number, shipment_status: string | null, delivered_at: number | null = null): Row<"fulfillments"> => ({
  id: "f",
  merchant_id: "m",
  order_id: "o",
  external_id: "1",
  name: null,
  status: "success",
  shipment_status,
  tracking_company: null,
  tracking_numbers: "[]",
  tracking_urls: "[]",
  location_external_id: null,
  lines: "[]",
  source_created_at: 1,
  source_updated_at,
  delivered_at,
});

describe("mergeFulfillment", () => {
  it.each([
    ["an older record does not replace a newer one", record(2, null), record(1, "delivered"), "stays"],
    ["a newer record replaces an older one", record(1, "in_transit"), record(2, "delivered"), "replaced"],
    ["at equal times the parcel does not travel back", record(1, "delivered"), record(1, "in_transit"), "stays"],
    ["at equal times the further one wins", record(1, "in_transit"), record(1, "out_for_delivery"), "replaced"],
  ] as const)("%s", (_, existing, desired, expected) => {
    expect(mergeFulfillment(existing, desired) === null ? "stays" : "replaced").toBe(expected);
  });

  it("keeps the time of delivery, which records do not state", () => {
    expect(mergeFulfillment(record(1, "delivered", 99), record(2, "delivered"))?.delivered_at).toBe(99);
  });
});
