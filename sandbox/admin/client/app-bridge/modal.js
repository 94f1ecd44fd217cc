import { describeButton } from "./buttons.js";
import { defineReportingElement } from "./chrome-elements.js";
import { addModalStyle } from "./modal-style.js";
import { tellHost } from "./transport.js";

// Shopify draws a modal over the whole admin. Here the dialog stands in the app's own page, where its React content
// keeps its styles, and the host dims everything around the frame.
const WIDTHS = { small: "380px", base: "620px", large: "980px", max: "100%" };

const MARKUP = `
  <div class="sandbox-modal-box" role="dialog" aria-modal="true" tabindex="-1">
    <div class="sandbox-modal-head"><h2></h2><button type="button" class="sandbox-modal-button" aria-label="Close">✕</button></div>
    <div class="sandbox-modal-content"></div>
    <div class="sandbox-modal-foot"></div>
  </div>`;

const frames = new WeakMap();

/** The dialog of one <ui-modal>, made when its content is first wanted: after hydration, so <body> is left alone until then. */
function frameOf(modal) {
  if (frames.has(modal)) return frames.get(modal);
  addModalStyle();
  const overlay = document.createElement("div");
  overlay.className = "sandbox-modal";
  overlay.hidden = true;
  overlay.innerHTML = MARKUP;
  const frame = {
    overlay,
    box: overlay.querySelector(".sandbox-modal-box"),
    content: overlay.querySelector(".sandbox-modal-content"),
    foot: overlay.querySelector(".sandbox-modal-foot"),
    openedBy: null,
  };
  overlay.querySelector("button").addEventListener("click", () => modal.hide());
  overlay.addEventListener("keydown", (event) => event.key === "Escape" && modal.hide());
  overlay.addEventListener("mousedown", (event) => event.target === overlay && modal.hide());
  document.body.append(overlay);
  frames.set(modal, frame);
  return frame;
}

/** Head and foot out of the modal's <ui-title-bar>. */
function drawTitleBar(modal) {
  const { overlay, box, foot } = frameOf(modal);
  const titleBar = modal.querySelector("ui-title-bar");
  const title = titleBar?.getAttribute("title") ?? "";
  overlay.querySelector("h2").textContent = title;
  box.setAttribute("aria-label", title || "Dialog");
  box.style.setProperty("--modal-width", WIDTHS[modal.variant] ?? WIDTHS.base);
  const buttons = titleBar ? [...titleBar.querySelectorAll("button")] : [];
  foot.replaceChildren(...buttons.reverse().map(copyButton));
}

function copyButton(original) {
  const { text, variant, tone, disabled, loading } = describeButton(original);
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "sandbox-modal-button", textContent: text, disabled: disabled || loading });
  if (variant) button.dataset.variant = variant;
  if (tone) button.dataset.tone = tone;
  button.addEventListener("click", () => original.click());
  return button;
}

function loadSource(modal) {
  const { content } = frameOf(modal);
  if (!modal.src || content.querySelector("iframe")) return;
  const page = document.createElement("iframe");
  page.src = new URL(modal.src, location.href).href;
  page.title = modal.querySelector("ui-title-bar")?.getAttribute("title") ?? "Dialog";
  content.replaceChildren(page);
}

const members = {
  get content() {
    return frameOf(this).content;
  },
  set content(element) {
    frameOf(this).content.replaceChildren(element);
  },
  get contentWindow() {
    return frames.get(this)?.content.querySelector("iframe")?.contentWindow ?? null;
  },
  get src() {
    return this.getAttribute("src") ?? undefined;
  },
  set src(url) {
    this.setAttribute("src", url);
  },
  get variant() {
    return this.getAttribute("variant") ?? "base";
  },
  set variant(value) {
    this.setAttribute("variant", value);
  },
  refresh() {
    if (frames.has(this)) drawTitleBar(this);
  },
  async show() {
    const frame = frameOf(this);
    if (!frame.overlay.hidden) return;
    // A plain <ui-modal> with children of its own: they are the content.
    for (const child of [...this.children])
      if (!child.matches("ui-title-bar, ui-save-bar") && child.childNodes.length > 0) frame.content.append(child);
    loadSource(this);
    drawTitleBar(this);
    frame.openedBy = document.activeElement;
    frame.overlay.hidden = false;
    frame.box.focus();
    tellHost("modal", { showing: true });
    this.dispatchEvent(new Event("show"));
  },
  async hide() {
    const frame = frames.get(this);
    if (!frame || frame.overlay.hidden) return;
    frame.overlay.hidden = true;
    frame.openedBy?.focus?.();
    tellHost("modal", { showing: false });
    this.dispatchEvent(new Event("hide"));
  },
  toggle() {
    return frames.get(this)?.overlay.hidden === false ? this.hide() : this.show();
  },
};

/** <ui-modal>, and <s-app-window>, which is one with a page of the app in it. */
export function defineModal() {
  const report = (modal, isGone) => {
    if (!isGone) return modal.refresh();
    modal.hide();
    frames.get(modal)?.overlay.remove();
    frames.delete(modal);
  };
  defineReportingElement("ui-modal", report, members);
  defineReportingElement("s-app-window", report, members);
}
