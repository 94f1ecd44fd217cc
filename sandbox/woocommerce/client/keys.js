import { element } from "../../floor/client/elements.js";

/** The store's address and REST keys, to connect it by hand. Made for this DATA_DIR, worthless anywhere else. */
export function drawKeys(panel, floor) {
  const { url, keys } = floor.state;
  panel.replaceChildren(
    element(
      "dl",
      { class: "messaging-facts woo-keys" },
      element("dt", {}, "Store address"),
      element("dd", {}, element("code", {}, url)),
      ...keys.flatMap((key) => [
        element("dt", {}, key.description || "Key", element("span", { class: "subdued" }, key.permissions.replace("_", " and "))),
        element("dd", {}, element("code", {}, key.consumer_key), element("code", {}, key.consumer_secret)),
      ]),
    ),
    element("p", { class: "foot-note subdued" }, "Over http WooCommerce takes keys as an OAuth 1.0a signature only."),
  );
}
