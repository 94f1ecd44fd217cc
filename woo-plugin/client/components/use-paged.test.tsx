import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { Outcome } from "../api/request";
import { usePaged } from "./use-paged";

type Part = { items: string[]; next: string | null };

const PARTS: Record<string, Part> = { "": { items: ["a", "b"], next: "2" }, "2": { items: ["c"], next: null } };

function List({ search }: { search: string }) {
  const paged = usePaged<string>((cursor): Promise<Outcome<Part>> => {
    const part = PARTS[cursor]!;
    return Promise.resolve({ ok: true, value: { ...part, items: part.items.map((item) => search + item) } });
  }, search);
  return (
    <>
      <p>{paged.items.join(" ")}</p>
      {paged.hasMore && <button onClick={paged.more}>more</button>}
      <button onClick={paged.restart}>restart</button>
    </>
  );
}

it("grows by pages, and starts anew with another search", async () => {
  const { rerender } = render(<List search="x" />);
  await screen.findByText("xa xb");
  await userEvent.click(screen.getByText("more"));
  await screen.findByText("xa xb xc");
  expect(screen.queryByText("more")).toBeNull();
  rerender(<List search="y" />);
  await screen.findByText("ya yb");
  await userEvent.click(screen.getByText("more"));
  await screen.findByText("ya yb yc");
  await userEvent.click(screen.getByText("restart"));
  await screen.findByText("ya yb");
});
