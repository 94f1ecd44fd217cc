/** Everything that can be wrong with a row of a file. Each code is explained in the failure catalogue (failures-of-csv.ts). */

export const ROW_ERROR_CODES = [
  "order_id_missing",
  "order_id_twice",
  "order_id_rounded",
  "phone_missing",
  "phone_not_e164",
  "phone_rounded",
  "order_date_missing",
  "date_format",
  "date_impossible",
  "date_in_future",
  "date_too_old",
  "delivery_before_order",
  "delivery_date_unexpected",
  "status_unknown",
  "email_invalid",
  "too_long",
  "control_characters",
  "text_damaged",
  "cells_missing",
  "cells_left_over",
] as const;
export type RowErrorCode = (typeof ROW_ERROR_CODES)[number];
