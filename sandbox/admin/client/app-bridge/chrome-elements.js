import { describeButton, describeButtons } from "./buttons.js";
import { tellHost } from "./transport.js";

/**
 * Elements whose content the host draws. They are hidden by a style sheet of the document and not by their style
 * attribute, which would differ from what the server rendered.
 */
export function hideHostDrawnElements() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar, ui-modal, s-app-window { display: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** An element that reports itself when it appears, when anything in it changes, and when it goes (report(element, true)). */
export function defineReportingElement(name, report, members = {}) {
  class ReportingElement extends HTMLElement {
    #observer = new MutationObserver(() => report(this, false));

    connectedCallback() {
      this.#observer.observe(this, { subtree: true, childList: true, attributes: true, characterData: true });
      // The parser has not seen the children yet when the start tag connects.
      queueMicrotask(() => this.isConnected && report(this, false));
    }

    disconnectedCallback() {
      this.#observer.disconnect();
      report(this, true);
    }
  }
  Object.defineProperties(ReportingElement.prototype, Object.getOwnPropertyDescriptors(members));
  if (!customElements.get(name)) customElements.define(name, ReportingElement);
}

export function defineNavigationElements() {
  const report = (element, isGone) => tellHost("navMenu", { links: isGone ? [] : [...element.querySelectorAll("a")].map(describeButton) });
  defineReportingElement("ui-nav-menu", report);
  defineReportingElement("s-app-nav", report);
}

export function defineTitleBar() {
  defineReportingElement("ui-title-bar", (element, isGone) => {
    // The title bar of a modal is the modal's head and foot; see modal.js.
    if (element.closest("ui-modal")) return element.closest("ui-modal").refresh?.();
    // React puts the next page's title bar in before it takes the last one out.
    const current = isGone ? [...document.querySelectorAll("ui-title-bar")].find((other) => !other.closest("ui-modal")) : element;
    if (!current) return tellHost("titleBar", null);
    tellHost("titleBar", { title: current.getAttribute("title") ?? document.title, buttons: describeButtons(current) });
  });
}
