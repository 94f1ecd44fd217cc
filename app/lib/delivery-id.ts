/** Ids of deliveries are 32-bit integers on PostgreSQL: a larger number in an address is nobody's, not an error. */
export const MAX_ROW_NUMBER = 2_147_483_647;

/** A delivery's number as typed or taken from an address; null when it cannot be one. */
export function deliveryIdFrom(text: string | null | undefined): number | null {
  if (!/^[1-9]\d{0,9}$/.test(text ?? "")) return null;
  const id = Number(text);
  return id <= MAX_ROW_NUMBER ? id : null;
}
