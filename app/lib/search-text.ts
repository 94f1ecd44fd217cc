/** What a person typed to search for: trimmed, of bearable length, and without characters that a database refuses. */
export const searchTextOf = (text: string | null | undefined): string =>
  (text ?? "")
    .replace(/[\u0000-\u001f]/g, " ")
    .trim()
    .slice(0, 200);
