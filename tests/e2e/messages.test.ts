/** Messages as a merchant meets them: set up, planned, sent, read, answered, withdrawn; one of which nobody knows; and how long texts are kept. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../helpers/browser.ts";
import { buildPages } from "../helpers/built-pages.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant, type Merchant } from "../helpers/merchant-browser.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import { standServices, type StandServices } from "../helpers/stand-services.ts";
import { startStand, type Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

const DEMO = "demo-shop.myshopify.com";
const DAY_MS = 86_400_000;

let browser: Browser;
let stand: Stand;
let here: StandServices;
let merchant: Merchant;
beforeAll(async () => {
  await buildPages();
  [browser, stand] = await Promise.all([launchBrowser(), startStand()]);
  here = await standServices(stand);
  await setUpShop(stand, here, "demo-shop");
  merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: "demo-shop" });
});
afterAll(async () => {
  await browser?.close();
  await here?.close();
  await stand?.stop();
});

const sandbox = <T = Record<string, unknown>>(path: string, body?: unknown) => stand.sandbox.call<T>(body === undefined ? "GET" : "POST", path, body);

const look = (name: string) => lookAtPage(merchant, `messages-${name}`);

const messages = (...statuses: string[]) => here.ctx.db.read.selectFrom("messages").selectAll().where("status", "in", statuses).execute();
const untilThereIs = (status: string) =>
  waitUntil(`a message is ${status}`, async () => (await messages(status)).length > 0, {
    timeoutMs: 60_000,
    everyMs: 250,
    explain: async () =>
      JSON.stringify(await here.ctx.db.read.selectFrom("messages").select(["status", "reason", "error_message", "step", "channel"]).execute()),
  } as Parameters<typeof waitUntil>[2]);

/** An order of a new customer with a phone number, delivered. */
async function placeAndDeliver(name: string, phone: string): Promise<void> {
  const { customer } = await sandbox<{ customer: { id: string } }>("/sandbox/customers", {
    shop: DEMO,
    first_name: name,
    last_name: "Example",
    email: `${name.toLowerCase()}@customer.example`,
    phone,
  });
  const { order } = await sandbox<{ order: { id: string } }>("/sandbox/orders", { shop: DEMO, paid: true, customer: customer.id });
  const id = order.id.split("/").at(-1)!;
  await sandbox(`/sandbox/orders/${id}/fulfill`, {});
  await sandbox(`/sandbox/orders/${id}/deliver`, {});
}

it("is set up by the merchant: accounts tried, texts previewed, what is wrong refused at its field", { timeout: 300_000 }, async () => {
  const { app } = merchant;
  await merchant.open("/app/conversations", "Conversations");
  await app.getByText("Write to your customers after delivery").waitFor();
  await look("conversations-empty");
  await merchant.open("/app/settings", "Settings");
  await look("settings");
  await app.getByRole("link", { name: "Messages", exact: true }).click();
  await merchant.arriveAt("Messages");
  await look("settings-empty");

  const { account } = await sandbox<{ account: Record<string, string> }>("/sandbox/whatsapp");
  await merchant.press("Connect WhatsApp");
  const fill = async (label: string, value: string) => app.getByLabel(label, { exact: false }).first().fill(value);
  await fill("Phone number ID", "not digits");
  await fill("Access token", account["access_token"]!);
  await fill("App secret", account["app_secret"]!);
  await fill("Verify token", "a-word-of-mine");
  await merchant.press("Try and save WhatsApp");
  await app.getByText("must be digits, as Meta shows it").first().waitFor();
  await look("sender-wrong");
  await fill("Phone number ID", account["phone_number_id"]!);
  await merchant.press("Try and save WhatsApp");
  await merchant.toast("WhatsApp is connected");
  const callback = await app.getByLabel("Callback address").inputValue();
  const answer = await fetch(`${stand.sandbox.origin}/sandbox/whatsapp/callback`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: callback, verify_token: "a-word-of-mine" }),
  });
  expect(answer.status).toBe(200);

  const mail = (await sandbox<{ account: { host: string; port: number; username: string; password: string } }>("/sandbox/mail")).account;
  await merchant.press("Connect E-mail (SMTP)");
  await fill("Mail server", mail.host);
  await fill("Port", String(mail.port));
  await app.getByLabel("Encryption").selectOption("none");
  await fill("User name", mail.username);
  await fill("Password", mail.password);
  await app.getByLabel("From", { exact: false }).and(app.locator("input")).first().fill("hello@demo-shop.example");
  await merchant.press("Try and save E-mail (SMTP)");
  await merchant.toast("E-mail (SMTP) is connected");
  const test = app.getByLabel("Send a test to");
  await test.last().fill("nobody");
  await merchant.press("Send a test by E-mail (SMTP)");
  await app.getByText("This is not an e-mail address").first().waitFor();
  await test.last().fill("ada@example.com");
  await merchant.press("Send a test by E-mail (SMTP)");
  await merchant.toast("The test was handed over for ada@example.com");
  const { messages: mails } = await sandbox<{ messages: unknown[] }>("/sandbox/mail/messages");
  expect(JSON.stringify(mails)).toContain("Test: ");

  // The preview follows the text; what cannot be is refused where it stands, and nothing of it is kept.
  const body = app.getByLabel("Text", { exact: true }).last();
  await body.fill("Hello {{customer_name}}, {{nonsense}} about {{order_name}}");
  await expect.poll(() => app.getByTestId("preview").textContent()).toContain("Hello Ada Example, {{nonsense}} about #1001");
  await app.getByLabel("Days after delivery").fill("soon");
  await merchant.press("Save");
  await app.getByText("must be a whole number").or(app.getByText("Invalid input")).first().waitFor();
  await app.getByLabel("Days after delivery").fill("0");
  await merchant.press("Save");
  await app.getByText("There is nothing to fill in for {{nonsense}}").waitFor();
  await look("settings-wrong");
  await body.fill("Hello {{customer_name}}, is all well with {{order_name}} from {{shop_name}}?\n\n{{unsubscribe_url}}");
  await app.getByLabel("Send messages after deliveries").check();
  await app.getByLabel("Quiet hours").uncheck();
  await look("settings-changed");
  await merchant.press("Save");
  await merchant.toast(/^\s*Saved/);
  const stored = await here.ctx.db.read
    .selectFrom("merchant_settings")
    .select("settings")
    .where("subject", "=", "messages")
    .executeTakeFirstOrThrow();
  expect(JSON.parse(stored.settings)).toMatchObject({ is_enabled: true, quiet_hours: null, steps: [{ days: 0 }, { days: 14 }] });
  await look("settings-full");
  expect(merchant.watch.complaints).toEqual([]);

  // From planned to read, and the answer.
  await placeAndDeliver("Greta", "+4915112345678");
  await untilThereIs("planned");
  await waitUntil("the first message is out", async () => (await messages("sent", "delivered", "read")).length > 0, {
    timeoutMs: 60_000,
    everyMs: 250,
  });
  const [sent] = await messages("sent", "delivered", "read");
  expect(sent).toMatchObject({ channel: "whatsapp", step: "after_3_days" });
  await merchant.open("/app/conversations", "Conversations");
  await app
    .getByRole("link", { name: /\w+ \w+/ })
    .first()
    .waitFor();
  await look("conversations-full");
  const name = (await here.ctx.db.read.selectFrom("customers").select("name").where("id", "=", sent!.customer_id!).executeTakeFirstOrThrow()).name!;
  await app.getByRole("link", { name, exact: true }).first().click();
  await merchant.arriveAt(name);
  await app.getByText(/^Planned for/).waitFor();
  await sandbox(`/sandbox/whatsapp/messages/${sent!.provider_id}/status`, { status: "read" });
  await untilThereIs("read");
  await app.getByText(/, read today/).waitFor();
  await sandbox("/sandbox/whatsapp/incoming", { from: sent!.address, text: "All is well, thank you!", answers: sent!.provider_id });
  await untilThereIs("received");
  await app.getByText("All is well, thank you!").waitFor();
  await look("conversation");
  await app.getByRole("link", { name: /^SH-#/ }).first().click();
  await merchant.arriveAt(/^SH-#/);
  await app.getByRole("heading", { name: "Messages" }).waitFor();
  await look("order");

  // The merchant withdraws what is planned; the customer says no.
  await app.getByRole("link", { name: "Open conversation" }).click();
  await merchant.arriveAt(name);
  await merchant.press(/^Withdraw:/);
  await merchant.press("Withdraw");
  await merchant.toast("Withdrawn");
  await app.getByText(/: you withdrew it/).waitFor();
  await sandbox("/sandbox/whatsapp/incoming", { from: sent!.address, text: "STOP" });
  await app.getByText("No more messages, wrote STOP on WhatsApp").waitFor();
  await look("conversation-refused");
  await sandbox("/sandbox/whatsapp/incoming", { from: sent!.address, text: "START" });
  await app.getByText("Messages wanted, wrote START on WhatsApp").waitFor();
  await app.getByText("No more messages, wrote STOP on WhatsApp").waitFor();
  await look("conversation-wanted-again");

  // Taken, and held back afterwards: for a while, and for longer than the message makes sense.
  const openConversationOf = async (status: string, reason: string) => {
    const held = () => messages(status).then((all) => all.find((one) => one.reason === reason));
    await waitUntil(`a message is ${status}`, async () => (await held()) !== undefined, { timeoutMs: 60_000, everyMs: 250 });
    const { customer_id } = (await held())!;
    const person = await here.ctx.db.read.selectFrom("customers").select("name").where("id", "=", customer_id!).executeTakeFirstOrThrow();
    await merchant.open(`/app/conversations/${customer_id!}`, person.name!);
  };
  await sandbox("/sandbox/whatsapp/faults", { fail: 1, fail_code: 130429, fail_after_ms: 1_000 });
  await placeAndDeliver("Ivo", "+4915112345671");
  await openConversationOf("planned", "sender_throttled");
  await app.getByText(/^Not delivered; to be sent again today|^Not delivered; to be sent again tomorrow/).waitFor();
  await app.getByText(/^Sent, but not delivered today at .*: The service asked us to wait/).waitFor();
  await look("conversation-held-back");
  await sandbox("/sandbox/whatsapp/faults", { fail: 1, fail_code: 131049, fail_after_ms: 1_000 });
  await placeAndDeliver("Juno", "+4915112345672");
  await openConversationOf("failed", "sender_customer_limited");
  await app.getByText("WhatsApp holds messages back from this customer").waitFor();
  await look("conversation-limited");
  await sandbox("/sandbox/whatsapp/faults", {});

  // Nobody knows what became of it: it is said, and sent again only when a person says so.
  await sandbox("/sandbox/whatsapp/faults", { accept_then_drop: 1, drop_reports: true });
  await placeAndDeliver("Hugo", "+4915112345679");
  await untilThereIs("outcome_unknown");
  await sandbox("/sandbox/whatsapp/faults", {});
  await merchant.open("/app/conversations?show=attention", "Conversations");
  const [unknown] = await messages("outcome_unknown");
  const other = (await here.ctx.db.read.selectFrom("customers").select("name").where("id", "=", unknown!.customer_id!).executeTakeFirstOrThrow())
    .name!;
  await app.getByRole("link", { name: other, exact: true }).click();
  await merchant.arriveAt(other);
  await app.getByText("It is not known whether the customer has it").waitFor();
  await look("conversation-unknown");
  await merchant.press(/^Resend:/);
  await app.getByText("they may get it twice").waitFor();
  await merchant.press("Resend");
  await merchant.toast(/It will be sent/);
  await waitUntil(
    "it is sent",
    async () => (await messages("outcome_unknown")).length === 0 && (await messages("planned")).every((one) => one.id !== unknown!.id),
    {
      timeoutMs: 60_000,
      everyMs: 250,
    },
  );
  expect(merchant.watch.complaints).toEqual([]);
});

it("keeps contents as long as the merchant says, and cleans when asked", { timeout: 300_000 }, async () => {
  const { app } = merchant;
  await merchant.open("/app/settings/retention", "Data retention");
  await look("retention");
  const field = app.getByLabel("Contents of deliveries, days");
  await field.fill("3");
  await merchant.press("Save");
  await app.getByText("Enter a whole number of days from 7 to 730").waitFor();
  await look("retention-wrong");
  await field.fill("30");
  await merchant.press("Save");
  await merchant.toast(/^\s*Saved/);

  await placeAndDeliver("Ida", "+4915112345670");
  await waitUntil(
    "there are deliveries",
    async () => (await here.ctx.db.read.selectFrom("deliveries").select("id").where("status", "=", "completed").execute()).length > 3,
  );
  const old = await here.ctx.db.read
    .selectFrom("deliveries")
    .select(["id", "received_at"])
    .where("status", "=", "completed")
    .orderBy("id")
    .limit(3)
    .execute();
  await here.ctx.db.write(async (tx) => {
    for (const row of old) await tx.update("deliveries", { received_at: row.received_at - 31 * DAY_MS }, { id: row.id });
  });
  await merchant.press("Clean now");
  await look("retention-asking");
  await app.getByRole("dialog").getByRole("button", { name: "Clean now" }).click();
  await app.getByText("because you asked").waitFor();
  await look("retention-cleaned");
  expect(await app.getByRole("row").filter({ hasText: "Delivery contents" }).getByRole("cell").textContent()).toBe("3");
  await merchant.open(`/app/deliveries/${old[0]!.id}`);
  await app.getByText("older than the time for which Crossdock keeps it").waitFor();
  await look("delivery-cleaned");
  expect(merchant.watch.complaints).toEqual([]);
});
