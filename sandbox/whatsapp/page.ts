import { html, htmlPage } from "../admin/html.ts";
import type { Route } from "../http.ts";
import { messagingBar } from "../messaging/bar.ts";

/** The customers' phones: where a person plays them. sandbox/messaging/client/whatsapp.js fills it. */
export const whatsappPageRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/whatsapp",
    handle: () =>
      htmlPage({
        title: "WhatsApp · sandbox",
        styles: ["admin/client/admin.css", "floor/client/floor.css", "messaging/client/messaging.css"],
        scripts: ["messaging/client/whatsapp.js"],
        body: html`<body class="floor">
          ${messagingBar("whatsapp")}
          <main class="floor-main">
            <div class="floor-head">
              <div>
                <h1>WhatsApp</h1>
                <p class="subdued">
                  What reaches the customers' phones. Read it, answer it, or say STOP: the shop is told as WhatsApp would tell it.
                </p>
              </div>
            </div>
            <p class="banner banner-warning" id="fault-banner" hidden></p>
            <p class="banner" id="callback-banner" hidden>No callback address is set, so nothing is reported to the app.</p>
            <div class="messaging-columns">
              <section class="card messaging-list" aria-label="Messages" id="messages"><p class="empty">Loading…</p></section>
              <div class="stack">
                <form class="card narrow-form stack" id="incoming" aria-label="Write to the shop"></form>
                <form class="card narrow-form stack" id="faults" aria-label="Faults"></form>
                <form class="card narrow-form stack" id="template" aria-label="Templates"></form>
              </div>
            </div>
          </main>
          <div class="notices" id="notices" role="status" aria-live="polite"></div>
        </body>`,
      }),
  },
];
