import { html, htmlPage } from "../admin/html.ts";
import type { Route } from "../http.ts";
import { messagingBar } from "../messaging/bar.ts";

/** The customers' mailbox. sandbox/messaging/client/mail.js fills it. */
export const mailPageRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/mail",
    handle: () =>
      htmlPage({
        title: "Mail · sandbox",
        styles: ["admin/client/admin.css", "floor/client/floor.css", "messaging/client/messaging.css"],
        scripts: ["messaging/client/mail.js"],
        body: html`<body class="floor">
          ${messagingBar("mail")}
          <main class="floor-main">
            <div class="floor-head">
              <div>
                <h1>Mail</h1>
                <p class="subdued">Every mail that the app has sent, to whomever. Nothing leaves this machine.</p>
              </div>
            </div>
            <p class="banner banner-warning" id="fault-banner" hidden></p>
            <div class="messaging-columns">
              <section class="card messaging-list" aria-label="Mails" id="mails"><p class="empty">Loading…</p></section>
              <div class="stack">
                <section class="card narrow-form" aria-label="Mail server" id="account"></section>
                <form class="card narrow-form stack" id="faults" aria-label="Faults"></form>
              </div>
            </div>
          </main>
          <div class="notices" id="notices" role="status" aria-live="polite"></div>
        </body>`,
      }),
  },
];
