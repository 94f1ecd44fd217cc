/**
 * Indents JSON text without parsing it into numbers: an id such as 820982911946154508 keeps every digit, which JSON.parse would round.
 * Text that is not JSON comes back as it is.
 */
export function prettyJson(text: string): string {
  if (!isJson(text)) return text;
  const out: string[] = [];
  let depth = 0;
  /** An opening bracket waits for the next token: an empty object stays on its line. */
  let isOpened = false;
  const newline = () => `\n${"  ".repeat(depth)}`;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs)) {
    const isClosing = part === "}" || part === "]";
    if (isClosing) depth -= 1;
    if (isClosing !== isOpened) out.push(isClosing || isOpened ? newline() : "");
    isOpened = part === "{" || part === "[";
    if (isOpened) depth += 1;
    out.push(part === ":" ? ": " : part === "," ? `,${newline()}` : part);
  }
  return out.join("");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
