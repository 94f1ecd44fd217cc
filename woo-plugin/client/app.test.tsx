import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "./app";
import { COUNTS, Refusal, STATE, standRest } from "./testing/stand-rest";

const MONITOR = {
  operations: 0,
  completed: 0,
  failed: 0,
  success_rate: null,
  now: { pending: 0, held: 0, needs_attention: 0 },
  deliveries: [],
};
const FRESH = { ...STATE, consent: false, paired: false, merchant_name: null };

beforeEach(() => window.history.replaceState(null, "", "/wp-admin/admin.php?page=crossdock"));

it("asks for the yes first, and only then for the code", async () => {
  const rest = standRest({ "GET state": FRESH, "POST consent": { ...FRESH, consent: true }, "POST pair": STATE, "GET hub/monitor": MONITOR });
  render(<App />);
  await screen.findByText("Orders.");
  expect(screen.queryByLabelText("Pairing code")).toBeNull();
  await userEvent.click(screen.getByRole("checkbox"));
  await userEvent.type(await screen.findByLabelText("Pairing code"), " ABCD ");
  await userEvent.click(screen.getByRole("button", { name: "Connect this shop" }));
  await screen.findByRole("heading", { name: "Overview" });
  expect(rest.asked.find(({ call }) => call === "POST pair")?.data).toEqual({ code: "ABCD", hub_url: "https://hub.example.com" });
});

it("takes the tick back when the yes could not be noted", async () => {
  standRest({ "GET state": FRESH, "POST consent": new Refusal({ code: "crossdock_bug", message: "Not now." }) });
  render(<App />);
  await userEvent.click(await screen.findByRole("checkbox"));
  await screen.findByText("Not now.", { selector: "p" });
  expect(screen.getByRole<HTMLInputElement>("checkbox").checked).toBe(false);
});

it("shows at the field what is wrong with it", async () => {
  standRest({
    "GET state": { ...FRESH, consent: true },
    "POST pair": new Refusal({ code: "pairing_code_invalid", message: "x", data: { field: "code", reason: "Too old.", remedy: "Make a new one." } }),
  });
  render(<App />);
  await userEvent.type(await screen.findByLabelText("Pairing code"), "OLD");
  await userEvent.click(screen.getByRole("button", { name: "Connect this shop" }));
  await screen.findByText("Make a new one.", { selector: "p" });
  const field = screen.getByLabelText("Pairing code");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Too old.");
});

it("asks whether a copied site is a copy, and shows nothing else meanwhile", async () => {
  const copy = { original_url: "https://shop.example.com", current_url: "https://staging.example.com" };
  const rest = standRest({ "GET state": { ...STATE, copy }, "POST staging": FRESH });
  render(<App />);
  await screen.findByText("https://staging.example.com");
  expect(screen.queryByRole("navigation")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "It is a copy" }));
  await screen.findByRole("heading", { name: "Welcome to Crossdock" });
  expect(rest.asked.find(({ call }) => call === "POST staging")?.data).toEqual({ answer: "copy" });
});

it("says why nothing is sent although the shop is connected", async () => {
  standRest({
    "GET state": { ...STATE, stopped: { code: "integration_inactive", message: "The connection is switched off." } },
    "GET hub/monitor": MONITOR,
  });
  render(<App />);
  await screen.findByText(/The connection is switched off\. What changes meanwhile waits/, { selector: "div" });
  screen.getByText("Standing still");
});

it("goes from page to page with addresses of their own, and back", async () => {
  const outbox = { rows: [], total: 0, pages: 0, counts: COUNTS };
  standRest({ "GET state": STATE, "GET hub/monitor": MONITOR, "GET outbox": outbox });
  render(<App />);
  const navigation = await screen.findByRole("navigation");
  await userEvent.click(within(navigation).getByRole("link", { name: "Outbox" }));
  await screen.findByText("Nothing has been sent yet");
  expect(window.location.search).toBe("?page=crossdock&tab=outbox");
  expect(within(navigation).getByRole("link", { name: "Outbox" }).getAttribute("aria-current")).toBe("page");
  expect(document.activeElement).toBe(screen.getByRole("heading", { level: 2 }));
  window.history.back();
  await screen.findByRole("heading", { name: "Overview" });
});
