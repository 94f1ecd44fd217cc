import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import type { Check } from "../api/types";
import { SiteStateProvider } from "../components/site-state";
import { ToldProvider } from "../components/told";
import { COUNTS, Refusal, STATE, standRest } from "../testing/stand-rest";
import { sortChecks } from "./health/hooks";
import { partDone } from "./history/hooks";
import { History } from "./history";
import { Keys } from "./keys";
import { Outbox } from "./outbox";
import { failedOf } from "./outbox/hooks";
import { Sending } from "./sending";

const show = (page: ReactElement) =>
  render(
    <ToldProvider>
      <SiteStateProvider value={{ state: STATE, setState: () => undefined }}>{page}</SiteStateProvider>
    </ToldProvider>,
  );
const EVENT = {
  seq: 7,
  event_id: "e",
  topic: "order.paid",
  entity: "order",
  entity_id: 12,
  origin: "hook",
  status: "failed" as const,
  attempts: 2,
  last_error: "Refused.",
  created_at: "2027-01-15T08:00:00Z",
  sent_at: null,
  next_attempt_at: null,
};

it("puts the worst first and keeps the order within a state", () => {
  const check = (id: string, state: Check["state"]): Check => ({ id, state, title: "", found: "", meaning: "", remedy: "" });
  const sorted = sortChecks([check("a", "ok"), check("b", "unknown"), check("c", "warning"), check("d", "problem"), check("e", "ok")]);
  expect(sorted.map(({ id }) => id).join("")).toBe("dcbae");
});

it("counts progress over all kinds, and nothing to do is done", () => {
  expect(partDone([])).toBe(1);
  expect(
    partDone([
      { entity: "order", done: 5, total: 10 },
      { entity: "product", done: 12, total: 10 },
    ]),
  ).toBe(0.75);
});

it("resends a failed event and says so", async () => {
  const rest = standRest({
    "GET outbox": { rows: [EVENT, { ...EVENT, seq: 6, status: "sent" }], total: 2, pages: 1, counts: { ...COUNTS, failed: 1, sent: 1 } },
    "POST outbox/resend": { resent: 1 },
  });
  expect(failedOf([EVENT, { ...EVENT, status: "sent" }])).toEqual([7]);
  show(<Outbox />);
  const row = await screen.findByRole("row", { name: /No\. 7/ });
  within(row).getByText("Refused.");
  await userEvent.click(within(row).getByRole("button", { name: "Resend event no. 7" }));
  await screen.findByText("1 event is sent again.", { selector: ".components-notice__content" });
  expect(rest.asked.find(({ call }) => call === "POST outbox/resend")?.data).toEqual({ seqs: [7] });
});

it("lets the history go on by steps while it is watched", async () => {
  const running = {
    status: "running",
    is_waiting: true,
    entities: [{ entity: "order", done: 1, total: 4 }],
    started_at: "2027-01-15T08:00:00Z",
    finished_at: null,
  };
  let isStarted = false;
  const rest = standRest({
    "GET backfill": () => (isStarted ? running : { ...running, status: "idle", entities: [] }),
    "POST backfill": () => ((isStarted = true), running),
    "POST backfill/step": { ...running, status: "done", is_waiting: false, finished_at: "2027-01-15T08:00:00Z" },
    "POST backfill/cancel": running,
  });
  show(<History />);
  await userEvent.click(await screen.findByLabelText("Customers"));
  await userEvent.click(screen.getByRole("button", { name: "Send the history" }));
  await screen.findByText("1 of 4");
  screen.getByText(/waits until what is in the outbox/);
  await screen.findByText("Finished", undefined, { timeout: 10_000 });
  expect(rest.asked.find(({ call }) => call === "POST backfill")?.data).toEqual({ entities: ["order", "product"] });
  expect(rest.asked.some(({ call }) => call === "POST backfill/step")).toBe(true);
}, 20_000);

it("keeps a switch as it was when it could not be saved", async () => {
  const saved = { order: true, product: true, customer: true, order_note: true };
  standRest({ "GET entities": saved, "POST entities": new Refusal({ code: "crossdock_bug", message: "Not now." }) });
  show(<Sending />);
  const save = await screen.findByRole<HTMLButtonElement>("button", { name: "Save" });
  expect(save.disabled).toBe(true);
  await userEvent.click(screen.getByLabelText("Orders"));
  screen.getByText(/Without orders there is nothing/);
  await userEvent.click(save);
  await screen.findByText("Not now.", { selector: "p" });
  screen.getByText("You have changes that are not saved.");
});

it("shows a new key once and forgets it", async () => {
  const rest = standRest({ "GET hub/keys": { keys: [] }, "POST hub/keys": { id: "key_1", key: "cd_test_example_of_a_key" } });
  show(<Keys />);
  await userEvent.type(await screen.findByLabelText("Name of the program"), " Till ");
  await userEvent.click(screen.getByLabelText("Tests"));
  expect(screen.queryByLabelText("Read")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Make a key" }));
  await screen.findByText("cd_test_example_of_a_key");
  expect(rest.asked.find(({ call }) => call === "POST hub/keys")?.data).toEqual({ name: "Till", mode: "test", scopes: ["events:write"] });
  await userEvent.click(screen.getByRole("button", { name: "I have copied it" }));
  expect(screen.queryByText("cd_test_example_of_a_key")).toBeNull();
});
