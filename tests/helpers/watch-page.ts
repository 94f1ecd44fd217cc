/** Everything a browser complains about while a page is open: a test that ends with a complaint has failed. */
import type { Page } from "playwright";

export interface PageWatch {
  /** What was complained about so far, one line each. */
  readonly complaints: readonly string[];
  /** From now on nothing that matches counts: for answers that a test asks for on purpose. */
  allow(pattern: RegExp): void;
  /** Listens to another window of the same person as well. */
  alsoWatch(page: Page): void;
}

/** Listens to a page, all its frames and the pages that it opens. */
export function watchPage(page: Page): PageWatch {
  const complaints: string[] = [];
  const allowed: RegExp[] = [];
  const complain = (text: string): void => {
    if (!allowed.some((pattern) => pattern.test(text))) complaints.push(text);
  };
  const watch = (one: Page): void => {
    one.on("pageerror", (error) => complain(`page error: ${error.stack ?? error.message}`));
    one.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complain(`console ${message.type()}: ${message.text()} (${pathOf(message.location().url)})`);
    });
    one.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "unknown";
      // Taken back by the page itself: it went elsewhere, or asked again.
      if (reason !== "net::ERR_ABORTED") complain(`request failed: ${request.method()} ${pathOf(request.url())}: ${reason}`);
    });
    one.on("response", (response) => {
      if (response.status() >= 400) complain(`answer ${response.status()}: ${response.request().method()} ${pathOf(response.url())}`);
    });
    one.on("popup", watch);
  };
  watch(page);
  return { complaints, allow: (pattern) => void allowed.push(pattern), alsoWatch: watch };
}

/** Addresses carry session tokens in their query: they stay out of messages. */
function pathOf(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : address.slice(0, 80);
}
