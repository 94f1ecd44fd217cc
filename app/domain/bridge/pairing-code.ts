/** The code that a person carries from the app to wp-admin: short enough to type, without characters that look like each other. */

/** No 0 and O, no 1, I and L, no U (which is heard as V). */
export const CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
export const CODE_CHARACTERS = 10;
export const CODE_LIFE_MS = 15 * 60_000;
/** An invitation goes by mail, which takes its time. */
export const INVITATION_LIFE_MS = 14 * 86_400_000;

/** @param pick answers a whole number from 0 to below its argument, evenly (crypto's randomInt) */
export const makeCode = (pick: (below: number) => number): string =>
  Array.from({ length: CODE_CHARACTERS }, () => CODE_ALPHABET[pick(CODE_ALPHABET.length)]).join("");

/** "ABCDE-FGHJK": read aloud and typed in two breaths. */
export const shownCode = (code: string): string => `${code.slice(0, CODE_CHARACTERS / 2)}-${code.slice(CODE_CHARACTERS / 2)}`;

/** What was typed, with whatever case, spaces and dashes, as it was made; null where it cannot be a code. */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s\-–—_.]/g, "");
  return code.length === CODE_CHARACTERS && [...code].every((one) => CODE_ALPHABET.includes(one)) ? code : null;
}
