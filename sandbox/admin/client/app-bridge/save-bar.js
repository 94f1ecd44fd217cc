import { describeButton } from "./buttons.js";
import { defineReportingElement } from "./chrome-elements.js";
import { callHost, onHostEvent, tellHost } from "./transport.js";

const shownBars = new Set();

function reportSaveBar(element) {
  const buttons = [...element.querySelectorAll("button")];
  const save = buttons.find((button) => button.getAttribute("variant") === "primary");
  const discard = buttons.find((button) => button !== save);
  tellHost("saveBar", {
    showing: true,
    save: save ? describeButton(save) : null,
    discard: discard ? describeButton(discard) : null,
    discardConfirmation: element.hasAttribute("discardConfirmation") || element.hasAttribute("discardconfirmation"),
  });
}

/** <ui-save-bar>: the app shows it when something is unsaved; its two buttons are pressed in the host. */
export function defineSaveBar() {
  defineReportingElement(
    "ui-save-bar",
    (element, isGone) => {
      if (isGone) return element.hide();
      if (element.showing) reportSaveBar(element);
    },
    {
      get showing() {
        return shownBars.has(this);
      },
      async show() {
        if (this.showing) return;
        shownBars.add(this);
        reportSaveBar(this);
        this.dispatchEvent(new Event("show"));
      },
      async hide() {
        if (!shownBars.delete(this)) return;
        tellHost("saveBar", { showing: false });
        this.dispatchEvent(new Event("hide"));
      },
      toggle() {
        return this.showing ? this.hide() : this.show();
      },
    },
  );
}

/** <form data-save-bar>: the same without an element of its own; saving submits the form, discarding resets it. */
export function watchSaveBarForms() {
  let dirtyForm = null;
  const markDirty = (event) => {
    const form = event.target instanceof Element ? event.target.closest("form[data-save-bar]") : null;
    if (!form) return;
    dirtyForm = form;
    tellHost("saveBar", { showing: true, form: true, discardConfirmation: form.hasAttribute("data-discard-confirmation") });
  };
  const markClean = (event) => {
    if (event.target !== dirtyForm) return;
    dirtyForm = null;
    tellHost("saveBar", { showing: false });
  };
  document.addEventListener("input", markDirty);
  document.addEventListener("change", markDirty);
  document.addEventListener("submit", markClean);
  document.addEventListener("reset", markClean);
  onHostEvent("saveForm", () => dirtyForm?.requestSubmit());
  onHostEvent("discardForm", () => dirtyForm?.reset());
}

/** Resolves when no save bar is open or the merchant agrees to lose the changes. */
export async function leaveConfirmation() {
  await callHost("leaveConfirmation");
}
