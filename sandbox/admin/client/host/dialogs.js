/**
 * A dialog of the admin, over everything. `body` is an element; resolves with true for the action, false for Cancel,
 * Escape or a click outside.
 */
export function openDialog({ title, body, action, tone, cancel = "Cancel", isWide = false }) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = isWide ? "dialog dialog-wide" : "dialog";
    dialog.setAttribute("aria-label", title);

    const heading = document.createElement("h2");
    heading.textContent = title;
    const foot = document.createElement("div");
    foot.className = "dialog-foot";
    foot.append(button(cancel, "button", () => dialog.close("no")));
    if (action) foot.append(button(action, tone === "critical" ? "button button-critical" : "button button-primary", () => dialog.close("yes")));
    const content = document.createElement("div");
    content.className = "dialog-body";
    content.append(body);
    dialog.append(heading, content, foot);

    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close("no"));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A question with one sentence. */
export function confirm({ title, text, action, tone }) {
  const body = document.createElement("p");
  body.textContent = text;
  return openDialog({ title, body, action, tone });
}

function button(words, className, onPress) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = words;
  element.addEventListener("click", onPress);
  return element;
}
