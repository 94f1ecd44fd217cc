/** The place of the card "Connect with REST keys", for stores that cannot install plugins. Empty until it is built. */
export function ConnectByKeys() {
  return null;
}
