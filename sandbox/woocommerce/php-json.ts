/** JSON as PHP writes it: slashes and everything beyond ASCII escaped. Signatures are over these bytes, so a reader that re-serialises is found out. */
export function phpJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.replaceAll("/", "\\/").replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
