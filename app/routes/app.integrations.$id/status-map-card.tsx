/** The place of the card that shows what each status of the store means on the hub, and the other way round. Empty until it is built. */
export function StatusMapCard() {
  return null;
}
