import { confirm } from "./dialogs.js";

const bar = document.getElementById("save-bar");
let isShowing = false;
let discard = () => {};

/** The contextual save bar: it takes the place of the top bar while something is unsaved. */
export function startSaveBar(bridge) {
  bridge.answer("saveBar", (payload) => {
    isShowing = payload.showing;
    bar.hidden = !isShowing;
    document.body.classList.toggle("has-save-bar", isShowing);
    if (!isShowing) return bar.replaceChildren();
    const save = () => (payload.form ? bridge.tell("saveForm") : bridge.tell("press", { id: payload.save.id }));
    discard = () => (payload.form ? bridge.tell("discardForm") : payload.discard && bridge.tell("press", { id: payload.discard.id }));
    bar.replaceChildren(
      text("Unsaved changes"),
      button("Discard", payload.discard, async () => (!payload.discardConfirmation || (await confirmDiscard())) && discard()),
      button("Save", payload.save, save, "button-primary"),
    );
  });
  bridge.answer("leaveConfirmation", async () => {
    // Shopify's promise stays open when the merchant chooses to stay.
    if (!(await confirmLeaving())) await new Promise(() => {});
  });
}

/** True when nothing is unsaved or the merchant gives the changes up, which are then discarded. */
export async function confirmLeaving() {
  if (!isShowing) return true;
  const isSure = await confirmDiscard();
  if (isSure) discard();
  return isSure;
}

function confirmDiscard() {
  return confirm({
    title: "Discard all unsaved changes?",
    text: "If you discard changes, you’ll delete any edits you made since you last saved.",
    action: "Discard changes",
    tone: "critical",
  });
}

function text(words) {
  const element = document.createElement("span");
  element.textContent = words;
  return element;
}

function button(words, described, onPress, extraClass = "") {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `button ${extraClass}`;
  element.textContent = words;
  element.disabled = Boolean(described?.disabled || described?.loading);
  element.addEventListener("click", onPress);
  return element;
}
