/** The place of the card that shows how often the store is asked for changes. Empty until it is built. */
export function ScheduleCard() {
  return null;
}
