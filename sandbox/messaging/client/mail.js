import { element, timeOf } from "../../floor/client/elements.js";
import { keepShowing } from "./api.js";
import { faultForm, showFaults } from "./faults.js";

const FAULTS = [
  ["busy", "Try later (451)"],
  ["unknown_recipient", "No such mailbox (550)"],
  ["refuse_content", "Refused as spam (554)"],
  ["accept_then_drop", "Kept, but the answer is lost"],
  ["drop_in_data", "Cut off while the mail comes"],
  ["drop_at_greeting", "Cut off at once"],
  ["hang", "No answer"],
];
const SHOWN = ["from", "list-unsubscribe", "list-unsubscribe-post", "message-id", "content-language"];

const list = document.getElementById("mails");
keepShowing("/sandbox/mail/messages?limit=100", ({ messages }) => {
  const items = messages.map(mailItem);
  list.replaceChildren(...(items.length > 0 ? items : [element("p", { class: "empty" }, "No mail has been sent yet.")]));
});
const lookAtState = keepShowing("/sandbox/mail", ({ account, faults }) => {
  showFaults(faults);
  const facts =
    account === null
      ? [["State", "not running"]]
      : Object.entries({ Server: account.host, Port: account.port, User: account.username, Password: account.password, Encryption: "none" });
  document.getElementById("account").replaceChildren(element("h2", {}, "Mail server"), factList(facts));
});

const factList = (facts) =>
  element("dl", { class: "messaging-facts" }, ...facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, String(value))]));

function mailItem(mail) {
  const facts = mail.headers.filter(({ name }) => SHOWN.includes(name)).map(({ name, value }) => [name, value]);
  return element(
    "article",
    { class: "messaging-item" },
    element(
      "header",
      {},
      element("strong", {}, mail.subject ?? "(no subject)"),
      element("span", { class: "subdued" }, `to ${mail.to.join(", ")} · ${timeOf(mail.at)}`),
    ),
    element("p", { class: "messaging-text" }, mail.text ?? ""),
    element(
      "details",
      {},
      element("summary", {}, "Headers"),
      factList(facts),
      element("a", { href: `/sandbox/mail/messages/${mail.seq}/raw` }, "The whole mail as it came"),
    ),
  );
}

faultForm(document.getElementById("faults"), "/sandbox/mail/faults", FAULTS, () => void lookAtState());
