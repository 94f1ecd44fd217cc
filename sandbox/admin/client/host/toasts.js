/** Short messages at the foot of the page; the newest last. */
export function startToasts(bridge) {
  const region = document.getElementById("toasts");
  const shown = new Map();

  function remove(id) {
    const entry = shown.get(id);
    if (!entry) return;
    clearTimeout(entry.timer);
    entry.element.remove();
    shown.delete(id);
    bridge.tell("toast", { id, what: "onDismiss" });
  }

  bridge.answer("toast.show", ({ id, message, duration, isError, action }) => {
    const element = document.createElement("div");
    element.className = isError ? "toast toast-error" : "toast";
    const words = document.createElement("span");
    words.textContent = message;
    element.append(words);
    if (action) element.append(button(action, () => bridge.tell("toast", { id, what: "onAction" })));
    element.append(button("✕", () => remove(id), "Dismiss"));
    region.append(element);
    shown.set(id, { element, timer: setTimeout(() => remove(id), duration) });
  });
  bridge.answer("toast.hide", ({ id }) => remove(id));
}

function button(words, onPress, label) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = words;
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", onPress);
  return element;
}
