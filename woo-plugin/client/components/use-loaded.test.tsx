import { act, render, screen } from "@testing-library/react";
import type { Outcome } from "../api/request";
import { LoadedView } from "./loaded-view";
import { useLoaded } from "./use-loaded";

type Pending = { key: string; answer: (outcome: Outcome<string>) => void };

function Place({ name, load }: { name: string; load: () => Promise<Outcome<string>> }) {
  const loaded = useLoaded(load, name);
  return <LoadedView loaded={loaded}>{(text) => <p>{text}</p>}</LoadedView>;
}

function stand() {
  const pending: Pending[] = [];
  const load = (key: string) => (): Promise<Outcome<string>> => new Promise((answer) => pending.push({ key, answer }));
  const answer = (key: string, outcome: Outcome<string>): Promise<void> =>
    act(async () =>
      pending
        .splice(
          pending.findIndex((one) => one.key === key),
          1,
        )[0]!
        .answer(outcome),
    );
  return { load, answer };
}
const failure = { code: "x", reason: "It is broken.", remedy: "Mend it.", field: null };

it("drops an answer that a newer question has overtaken", async () => {
  const { load, answer } = stand();
  const { rerender } = render(<Place name="a" load={load("a")} />);
  screen.getByRole("status");
  rerender(<Place name="b" load={load("b")} />);
  await answer("b", { ok: true, value: "of b" });
  await answer("a", { ok: true, value: "of a" });
  screen.getByText("of b");
  expect(screen.queryByText("of a")).toBeNull();
});

it("shows a failure with a way to try again, and keeps what was there before", async () => {
  const { load, answer } = stand();
  render(<Place name="a" load={load("a")} />);
  await answer("a", { ok: false, failure });
  screen.getByText("Mend it.");
  await act(async () => screen.getByRole("button", { name: "Try again" }).click());
  await answer("a", { ok: true, value: "there" });
  screen.getByText("there");
  expect(screen.queryByText("It is broken.")).toBeNull();
});

it("says what is managed elsewhere as a fact and not as an error", async () => {
  const { load, answer } = stand();
  render(<Place name="a" load={load("a")} />);
  await answer("a", { ok: false, failure: { ...failure, code: "managed_elsewhere" } });
  screen.getByText("It is broken.");
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});
