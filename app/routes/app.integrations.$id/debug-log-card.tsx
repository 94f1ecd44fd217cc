/** The place of the card that shows every call to and from this store. Empty until it is built. */
export function DebugLogCard() {
  return null;
}
