import { element, field, select } from "../../floor/client/elements.js";
import { post } from "./api.js";

const HOW_OFTEN = [
  ["", "Never"],
  ["1", "The next one"],
  ["0.3", "Now and then"],
  ["true", "Always"],
];

/** A form of what can go wrong: [name, label] each with how often. Sets all of them at once, as the JSON API does. */
export function faultForm(form, path, kinds, done) {
  const fields = kinds.map(([name, label]) => field(label, select(HOW_OFTEN, { name })));
  form.replaceChildren(
    element("h2", {}, "What goes wrong"),
    ...fields,
    element("div", { class: "form-actions messaging-actions" }, element("button", { class: "button" }, "Set")),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = [...new FormData(form)].filter(([, value]) => value !== "").map(([name, value]) => [name, JSON.parse(value)]);
    if (await post(path, Object.fromEntries(chosen), chosen.length > 0 ? "Faults are set" : "No more faults")) done();
  });
}

/** Says which faults are on. */
export function showFaults(faults) {
  const banner = document.getElementById("fault-banner");
  const on = Object.entries(faults).filter(([, value]) => value !== 0);
  banner.hidden = on.length === 0;
  banner.textContent = `Faults are on: ${on.map(([name]) => name.replaceAll("_", " ")).join(", ")}.`;
}
