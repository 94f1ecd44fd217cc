import type { RouteAnswer } from "../http.ts";

/** Markup that is already safe to send; made by `html` only. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = string | number | Html | Part[] | null | undefined | false;

/** Template tag: values are escaped, Html and arrays of it are inserted as they are, null and false leave nothing. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Html {
  return new Html(strings.reduce((text, piece, index) => text + render(values[index - 1]) + piece));
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(render).join("");
  return part instanceof Html ? part.text : escapeHtml(String(part));
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** A value for a `<script type="application/json">`: `<` must not be able to close the element. */
export function jsonForScript(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

export interface Page {
  title: string;
  /** Paths under sandbox/, served below /sandbox-static/. */
  styles: string[];
  scripts?: string[];
  body: Html;
  /** Origin that may be framed; none by default. */
  frameSource?: string;
  status?: number;
}

/** A whole page. Its policy allows our own files only, so nothing an app sends into the host can run there. */
export function htmlPage(page: Page): RouteAnswer {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <link rel="icon" href="data:," />
        ${page.styles.map((file) => html`<link rel="stylesheet" href="/sandbox-static/${file}" />`)}
        ${(page.scripts ?? []).map((file) => html`<script type="module" src="/sandbox-static/${file}"></script>`)}
      </head>
      ${page.body}
    </html>`;
  return {
    status: page.status ?? 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'self'; img-src 'self' data: https:; style-src 'self'; frame-src ${page.frameSource ?? "'none'"}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`,
      "referrer-policy": "same-origin",
    },
    body: document.text,
  };
}

/** See other: after a form was sent, and for every page that leads on to another. */
export function redirectTo(location: string): RouteAnswer {
  return { status: 303, headers: { location }, body: "" };
}
