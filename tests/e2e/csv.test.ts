/** CSV import in a real browser on real processes: a file with mistakes becomes orders, and is taken back; each state is looked at. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { saveMessageSettings } from "#app/data/merchant-settings.server.ts";
import { DEFAULT_MESSAGE_SETTINGS } from "#app/domain/messages/settings.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { buildPages } from "../helpers/built-pages.ts";
import { csvOf, goodRow, mixedCsv } from "../helpers/csv-files.ts";
import { lookAtPage } from "../helpers/look-at-page.ts";
import { newMerchant, takePicture } from "../helpers/merchant-browser.ts";
import type { Merchant } from "../helpers/merchant-browser.ts";
import { readCsvRecords } from "../helpers/read-csv.ts";
import { setUpShop } from "../helpers/set-up-shop.ts";
import { standServices } from "../helpers/stand-services.ts";
import type { StandServices } from "../helpers/stand-services.ts";
import { startStand } from "../helpers/start-stand.ts";
import type { Stand } from "../helpers/start-stand.ts";
import { waitUntil } from "../helpers/wait-until.ts";

let browser: Browser;
let stand: Stand;
let here: StandServices;
let merchant: Merchant;
beforeAll(async () => {
  await buildPages();
  [browser, stand] = await Promise.all([launchBrowser(), startStand()]);
  here = await standServices(stand);
  for (const shop of ["demo-shop", "empty-shop"]) await setUpShop(stand, here, shop);
});
afterAll(async () => {
  await browser?.close();
  await here?.close();
  await stand?.stop();
});
beforeEach(async ({ task }) => {
  // A shop of its own for each: what one imports is not in the other's lists.
  merchant = await newMerchant(browser, { origin: stand.sandbox.origin, shop: task.name.includes("many") ? "demo-shop" : "empty-shop" });
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await takePicture(merchant.page, "csv-failed");
  await merchant.close();
});

const look = (name: string) => lookAtPage(merchant, `csv-${name}`);

/** Lets a file fall onto the page, as from a person's desktop. */
async function drop(name: string, content: Buffer): Promise<void> {
  const frame = merchant.frame();
  const files = await frame.evaluateHandle(
    ([fileName, base64]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0))], fileName!));
      return transfer;
    },
    [name, content.toString("base64")],
  );
  const zone = merchant.app.locator(".Polaris-DropZone");
  for (const event of ["dragenter", "dragover", "drop"]) await zone.dispatchEvent(event, { dataTransfer: files });
}

const choose = (name: string, buffer: Buffer) => merchant.app.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer });

/** As a spreadsheet in Western Europe saves it: semicolons, Windows-1252, other names for the columns. */
const GERMAN = Buffer.from(
  [
    "Bestellnummer;Kunde;Telefon;Bestellt am;Zugestellt am;Mail;Bemerkung",
    'K-1;Jürgen Groß;+4915112345671;2026-09-01;2026-09-04;juergen@example.com;"Klingel defekt;\r\nbitte klopfen"',
    "K-2;Zoë Müller;0151 12345672;2026-09-02;2026-09-05;zoe@example.com;",
    "K-3;Peter Weiß;+4915112345673;03.09.2026;;peter@example.com;",
    "K-4;Anna Schäfer;+4915112345674;2026-09-04;;anna(at)example;Geschenk",
    "K-5;Karl Böhm;+4915112345675;2026-09-05;2026-09-08;;",
  ].join("\r\n"),
  "latin1",
);

it("imports a file with mistakes, and takes it back", { timeout: 600_000 }, async () => {
  const { app, page } = merchant;
  await merchant.open("/app", "Crossdock");
  await merchant.follow("CSV import");
  await look("empty");
  const [template] = await Promise.all([page.waitForEvent("download"), merchant.press("Download a template")]);
  expect(readCsvRecords(readFileSync(await template.path(), "utf8"))[0]).toMatchObject({ order_id: "1001", order_date: "2026-10-01" });

  // What is no CSV file is met with an answer, before anything is stored.
  await drop("holiday.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1]));
  await app.getByText("The file is not text").or(app.getByText("not a CSV file")).first().waitFor();
  await look("refused");
  const startedAt = Date.now();
  const rubbish = join(stand.dataDir, "rubbish.csv");
  writeFileSync(rubbish, Buffer.alloc(50 * 1024 * 1024, "rubbish;"));
  await app.locator("input[type=file]").setInputFiles(rubbish);
  await app.getByText("The file is too large").waitFor();
  expect(Date.now() - startedAt).toBeLessThan(20_000);
  // Nor does it help to send it past the page.
  const sent = await merchant.frame().evaluate(async () => {
    const answer = await fetch("/app/imports/upload?name=x.csv", { method: "POST", body: new Uint8Array(50 * 1024 * 1024) });
    return { status: answer.status, body: (await answer.json()) as { ok: boolean; problem?: { reason: string } } };
  });
  expect(sent).toMatchObject({ status: 200, body: { ok: false, problem: { reason: "The file is larger than 10 MB" } } });
  const stored = await here.ctx.db.read.selectFrom("imports").select("file_name").execute();
  expect(stored.filter(({ file_name }) => ["holiday.csv", "rubbish.csv", "x.csv"].includes(file_name))).toEqual([]);

  // Columns that are named in another language are shown with their first values, and chosen.
  await drop("bestellungen.csv", GERMAN);
  await merchant.arriveAt("bestellungen.csv");
  await app.getByText("Some columns were not found").waitFor();
  await app.getByText("Jürgen Groß").first().waitFor();
  await look("columns");
  const column = (label: string) => app.getByLabel(`Column that holds: ${label}`);
  for (const [label, title] of [
    ["Order number", "Bestellnummer"],
    ["Customer's phone", "Telefon"],
    ["Order date", "Bestellt am"],
    ["Customer's name", "Kunde"],
    ["Delivery date", "Zugestellt am"],
    ["Customer's e-mail", "Mail"],
  ] as const)
    await column(label).selectOption({ label: title });
  await merchant.press("Check the rows");
  await merchant.toast("All rows were checked again");
  await app.getByText("2 of 5 rows can be imported").waitFor();
  await app.getByText("3 rows cannot be imported yet").waitFor();
  await look("errors");

  // Two are corrected on the spot; the third is downloaded alone.
  const row = (number: number) => app.getByRole("listitem").filter({ has: app.getByRole("heading", { name: `Row ${number}`, exact: true }) });
  await row(3).getByLabel("Customer's phone").fill("0049 151");
  await merchant.press("Save row 3");
  await merchant.toast("Row 3 still has a mistake");
  await row(3).getByLabel("Customer's phone").fill("+4915112345672");
  await merchant.press("Save row 3");
  await merchant.toast("Row 3 is right now");
  await row(3).waitFor({ state: "hidden" });
  await row(4).getByLabel("Order date").fill("2026-09-03");
  await merchant.press("Save row 4");
  await merchant.toast("Row 4 is right now");
  await app.getByText("4 of 5 rows can be imported").waitFor();
  const [left] = await Promise.all([page.waitForEvent("download"), merchant.press("Download this row")]);
  expect(left.suggestedFilename()).toBe("bestellungen-to-correct.csv");
  expect(readCsvRecords(readFileSync(await left.path(), "utf8"))).toEqual([
    expect.objectContaining({ Bestellnummer: "K-4", Mail: "anna(at)example", Bemerkung: "Geschenk" }),
  ]);
  await look("corrected");

  await merchant.press("Import 4 orders");
  await app.getByText("4 orders imported").waitFor();
  await merchant.arriveAt("bestellungen.csv");
  await app.getByText("No messages were planned because of this file.").waitFor();
  await look("imported");
  await app.getByRole("link", { name: "CSV-K-1" }).click();
  await merchant.arriveAt("CSV-K-1");
  await app.getByText("Jürgen Groß").first().waitFor();
  await merchant.open("/app/imports", "CSV import");
  await app.getByText("4 imported, 1 left out").waitFor();
  await look("full");
  await app.getByRole("link", { name: "bestellungen.csv" }).click();
  await merchant.arriveAt("bestellungen.csv");
  await app.getByRole("link", { name: "Jürgen Groß" }).click();
  await merchant.arriveAt(/Jürgen Groß/);
  await merchant.follow("Orders");
  for (const number of [1, 2, 3, 5]) await app.getByRole("link", { name: `CSV-K-${number}` }).waitFor();
  await merchant.open("/app/integrations", "Integrations");
  const integration = app.getByRole("row").filter({ hasText: "Orders from files that you upload" });
  await integration.getByText("Active").waitFor();
  await look("integration");
  await integration.getByRole("link", { name: "Open CSV import" }).click();
  await merchant.arriveAt("CSV import");

  // What was left out can still be corrected, and follows.
  await app.getByRole("link", { name: "bestellungen.csv" }).click();
  await merchant.arriveAt("bestellungen.csv");
  await app.getByRole("tab", { name: "Left out (1)" }).click();
  await row(5).getByLabel("Customer's e-mail").fill("anna@example.com");
  await look("left-out");
  await merchant.press("Save row 5");
  await merchant.toast("Row 5 is right now");
  await app.getByText("1 corrected row waits to be imported").waitFor();
  await merchant.press("Import 1 order");
  await app.getByText("5 orders imported").waitFor();

  // Taken back, after a question.
  await merchant.press("Undo this import");
  const dialog = app.getByRole("dialog", { name: "Undo the import of bestellungen.csv?" });
  await dialog.getByText("5 orders of this file will be as they were before.").waitFor();
  await look("undo-modal");
  await merchant.press("Undo the import", dialog);
  await app.getByText("The import was undone").first().waitFor();
  await merchant.arriveAt("bestellungen.csv");
  await look("undone");
  await merchant.follow("Orders");
  expect(await app.getByRole("link", { name: /CSV-K-/ }).count()).toBe(0);
  expect(merchant.watch.complaints).toEqual([]);
});

/** What the worker would have written by now: a moment of a long import, or its end, for a picture. */
const pretend = (values: Record<string, unknown>) =>
  here.ctx.db.write(async (tx) => void (await tx.sql.updateTable("imports").set(values).where("file_name", "=", "history.csv").execute()));

it("imports many rows before the merchant's eyes", { timeout: 900_000 }, async () => {
  const { app } = merchant;
  await merchant.open("/app/imports", "CSV import");
  await choose("history.csv", Buffer.from(mixedCsv(3_900, 100).text));
  await merchant.arriveAt("history.csv");
  await app.getByText("3,900 of 4,000 rows can be imported").waitFor();
  await look("many-errors");

  await pretend({ status: "importing", imported_rows: 1_600, started_at: Date.now() - 20_000 });
  await merchant.open(new URL(merchant.frame().url()).pathname, "history.csv");
  await app.getByText(/^1,600 of 3,900 rows$/).waitFor();
  await app.getByText(/^About \d+ seconds left$/).waitFor();
  await look("importing");
  await pretend({ status: "failed", error_code: "import_interrupted", error_message: "cut off", imported_rows: 0 });
  await merchant.open(new URL(merchant.frame().url()).pathname, "history.csv");
  await app.getByText("It goes on where it stopped").waitFor();
  await look("failing");

  // Live, and the same after a reload.
  await merchant.press("Go on with the import");
  const done = async () =>
    Number(
      ((
        await app
          .getByText(/^[\d,]+ of 3,900 rows$/)
          .first()
          .innerText()
      ).match(/^[\d,]+/) ?? ["0"])[0].replace(",", ""),
    );
  await app.getByText("Your orders are being imported").waitFor();
  await waitUntil("it goes on by itself", async () => (await done()) > 0);
  const before = await done();
  await app.getByText(/left$/).waitFor();
  await merchant.open(new URL(merchant.frame().url()).pathname, "history.csv");
  expect(await done().catch(() => 3_900)).toBeGreaterThanOrEqual(before);
  await app.getByText("3,900 orders imported").waitFor({ timeout: 300_000 });
  await look("many-imported");

  // The same rows once more: nothing is doubled. One of them says something else.
  await merchant.open("/app/imports", "CSV import");
  const { merchant_id: merchantId } = await here.stored("demo-shop.myshopify.com");
  await saveMessageSettings(here.ctx.db, merchantId, { ...DEFAULT_MESSAGE_SETTINGS, is_enabled: true }, Date.now());
  // Yesterday: where the shop is, today may not have begun.
  const yesterday = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
  const delivered = { ...goodRow(2), order_date: "2026-10-01", order_status: "delivered", delivery_date: yesterday };
  await choose("update.csv", Buffer.from(csvOf([{ ...goodRow(1), customer_name: "Someone Else" }, delivered, goodRow(3)])));
  await merchant.arriveAt("update.csv");
  await app.getByText("All 3 rows can be imported").waitFor();
  await app.getByText("2 messages would be planned. Without the tick, none.").waitFor();
  await app.getByRole("checkbox", { name: "Send messages for orders that were delivered lately" }).check();
  await app.getByText("2 messages will be planned.").waitFor();
  await look("ready");
  await merchant.press("Import 3 orders");
  await app.getByText("2 orders imported").waitFor();
  await app.getByText("Messages for orders delivered lately are planned.").waitFor();
  const planned = await here.ctx.db.read.selectFrom("messages").select(["merchant_id", "status"]).where("status", "=", "planned").execute();
  expect(planned).toEqual([1, 2].map(() => ({ merchant_id: merchantId, status: "planned" })));

  // What changed since is left as it is, and named.
  await merchant.follow("CSV import");
  await app.getByRole("link", { name: "history.csv" }).click();
  await merchant.arriveAt("history.csv");
  await merchant.press("Undo this import");
  await merchant.press("Undo the import", app.getByRole("dialog"));
  await app.getByText("except for what changed since").waitFor({ timeout: 300_000 });
  await merchant.arriveAt("history.csv");
  await app.getByRole("link", { name: "CSV-A-1", exact: true }).waitFor();
  await look("kept");
  expect(merchant.watch.complaints).toEqual([]);
});
