/** HTML as text, in which everything that is put in is escaped, unless it was made here. */

export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Html | string | number | null | false | undefined | readonly Content[];

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] as string);

function textOf(content: Content): string {
  if (content === null || content === undefined || content === false) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "object") return content.map(textOf).join("");
  return escape(String(content));
}

export const html = (parts: TemplateStringsArray, ...contents: Content[]): Html =>
  new Html(parts.reduce((text, part, at) => text + textOf(contents[at - 1]) + part));

/** Our descriptions hold `code` and paragraphs, and nothing else. */
export function prose(text: string): Html {
  return html`${text.split("\n\n").map((paragraph) => html`<p>${inline(paragraph)}</p>`)}`;
}

/** `code`, and addresses of our own as links. */
export function inline(text: string): Html {
  return html`${text.split("`").map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : linked(part)))}`;
}

const linked = (text: string): Content[] =>
  text.split(/(\/api\/docs\/errors|\/api\/openapi\.json)/).map((part) => (part.startsWith("/api/") ? html`<a href="${part}">${part}</a>` : part));
