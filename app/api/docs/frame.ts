/** The frame of the documentation's pages. They need no script: the policy allows none. */
import { readFileSync } from "node:fs";
import type { ApiAnswer } from "../answer.ts";
import { html, type Content, type Html } from "./html.ts";

const POLICY = ["default-src 'none'", "style-src 'self'", "img-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"].join(
  "; ",
);

export const STYLE_PATH = "/api/docs/style.css";
export const ICON_PATH = "/api/docs/icon.svg";
/** The pages' own icon comes with their bundle, which may not be there. */
export const icon = readFileSync(new URL("../../../public/favicon.svg", import.meta.url), "utf8");
export const style = readFileSync(new URL("style.css", import.meta.url), "utf8");

export interface NavGroup {
  title: string;
  links: { href: string; text: string; method?: string }[];
}

export function page(title: string, nav: readonly NavGroup[], here: string, content: Content): ApiAnswer {
  const contents = (id: string) => html`
    <nav class="nav" aria-label="${id}">
      ${nav.map(
        (group) => html`
          <p class="nav__title">${group.title}</p>
          <ul>
            ${group.links.map(
              ({ href, text, method }) =>
                html`<li>
                  <a href="${href}" ${href === here && html` aria-current="page"`}
                    >${method && html`<span class="verb verb--${method.toLowerCase()}">${method}</span> `}${text}</a
                  >
                </li>`,
            )}
          </ul>
        `,
      )}
    </nav>
  `;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="${ICON_PATH}" />
        <link rel="stylesheet" href="${STYLE_PATH}" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the text</a>
        <header class="top">
          <a class="top__name" href="/api/docs">${LOGO}<span>Crossdock API</span></a>
          <div class="top__links" role="navigation" aria-label="Pages">
            <a href="/api/docs">Reference</a><a href="/api/docs/errors">Errors</a><a href="/api/openapi.json">openapi.json</a>
          </div>
        </header>
        <div class="columns">
          <div class="side">${contents("Contents")}</div>
          <details class="fold">
            <summary>Contents</summary>
            ${contents("Contents, folded")}
          </details>
          <main id="main" tabindex="-1">${content}</main>
        </div>
      </body>
    </html> `;
  return {
    status: 200,
    body: document.text,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY, "referrer-policy": "no-referrer" },
  };
}

const LOGO: Html = html`<svg viewBox="0 0 32 32" aria-hidden="true" width="30" height="30">
  <rect width="32" height="32" rx="7" fill="#12352f" />
  <path
    d="M6 11h10l-3-3m3 3-3 3M26 21H16l3-3m-3 3 3 3"
    fill="none"
    stroke="#7fe0bd"
    stroke-width="2.6"
    stroke-linecap="round"
    stroke-linejoin="round"
  />
</svg>`;
