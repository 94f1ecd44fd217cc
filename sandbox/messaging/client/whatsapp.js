import { element, field, inWords, tag, timeOf } from "../../floor/client/elements.js";
import { keepShowing, post } from "./api.js";
import { faultForm, showFaults } from "./faults.js";

const FAULTS = [
  ["throttle", "Throttled (130429)"],
  ["status_5xx", "An error of WhatsApp's own"],
  ["hang", "No answer"],
  ["accept_then_drop", "Accepted, but the answer is lost"],
  ["refuse", "Refused (131026)"],
  ["fail", "Accepted, then failed"],
  ["duplicate_reports", "Reports come twice"],
  ["reorder_reports", "Reports come in another order"],
  ["drop_reports", "Reports are lost"],
];

const list = document.getElementById("messages");
const lookAtMessages = keepShowing("/sandbox/whatsapp/messages?limit=100", ({ messages }) => {
  const items = messages.map(messageItem);
  list.replaceChildren(...(items.length > 0 ? items : [element("p", { class: "empty" }, "Nothing has been sent yet.")]));
});
const lookAtState = keepShowing("/sandbox/whatsapp", ({ faults, callback, templates }) => {
  showFaults(faults);
  document.getElementById("callback-banner").hidden = callback !== null;
  document.getElementById("known-templates").textContent = templates.map(({ name, language }) => `${name} (${language})`).join(", ");
});

function messageItem(message) {
  const isOurs = message.direction === "out";
  const about = isOurs ? `To +${message.phone}` : `From +${message.phone}`;
  const kind = { read: "success", delivered: "success", failed: "critical" }[message.status] ?? "";
  return element(
    "article",
    { class: "messaging-item" },
    element(
      "header",
      {},
      element("strong", {}, about),
      tag(inWords(message.status), kind),
      element("span", { class: "subdued" }, timeOf(message.at)),
    ),
    element("p", { class: "messaging-text" }, message.text),
    message.template && element("p", { class: "subdued" }, `Template ${message.template}, ${message.language}`),
    isOurs && element("div", { class: "messaging-actions" }, ...actionsOf(message)),
  );
}

function actionsOf(message) {
  const button = (label, act) =>
    element(
      "button",
      { type: "button", class: "button", "aria-label": `${label} +${message.phone}`, onclick: () => act().then(lookAtMessages) },
      label,
    );
  const status = (name, done) => () => post(`/sandbox/whatsapp/messages/${encodeURIComponent(message.id)}/status`, { status: name }, done);
  const answer = (text) => () => post("/sandbox/whatsapp/incoming", { from: message.phone, text, answers: message.id }, `“${text}” sent`);
  return [
    message.status !== "read" && message.status !== "failed" && button("Read", status("read", "Read")),
    button("Answer “Thank you!”", answer("Thank you!")),
    button("Answer STOP", answer("STOP")),
    button("Answer START", answer("START")),
    message.status === "accepted" && button("Fail", status("failed", "Failed")),
  ].filter(Boolean);
}

function textForm(id, title, fields, submit) {
  const form = document.getElementById(id);
  form.replaceChildren(
    element("h2", {}, title),
    ...fields,
    element("div", { class: "messaging-actions" }, element("button", { class: "button" }, "Send")),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await submit(Object.fromEntries(new FormData(form)));
  });
  return form;
}

textForm(
  "incoming",
  "Write to the shop",
  [
    field("From", element("input", { name: "from", required: true, placeholder: "+4915112345678" })),
    field("Text", element("input", { name: "text", required: true, placeholder: "STOP" })),
  ],
  (values) => post("/sandbox/whatsapp/incoming", values, "Sent").then(lookAtMessages),
);
faultForm(document.getElementById("faults"), "/sandbox/whatsapp/faults", FAULTS, lookAtState);
const templates = textForm(
  "template",
  "Approve a template",
  [
    field("Name", element("input", { name: "name", required: true, placeholder: "order_delivered_3_days" })),
    field("Language", element("input", { name: "language", required: true, placeholder: "de" })),
    field("Text with {{1}}, {{2}} …", element("input", { name: "body", required: true })),
  ],
  (values) => post("/sandbox/whatsapp/templates", values, "Approved").then(lookAtState),
);
templates.querySelector("button").textContent = "Approve";
templates.append(element("p", { class: "hint" }, "Approved: ", element("span", { id: "known-templates" })));
