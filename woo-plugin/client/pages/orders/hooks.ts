import { useState } from "@wordpress/element";
import { readOrders } from "../../api/hub";
import { usePaged } from "../../components/use-paged";
import { useSettled } from "../../components/use-settled";
import { readQuery } from "../../navigation";

export function useOrders() {
  const [search, setSearch] = useState(() => readQuery("search"));
  const settled = useSettled(search);
  const paged = usePaged(async (cursor, signal) => {
    const outcome = await readOrders({ search: settled, cursor }, signal);
    return outcome.ok ? { ok: true as const, value: { items: outcome.value.orders, next: outcome.value.next_cursor } } : outcome;
  }, settled);
  return { search, setSearch, isFiltered: settled !== "", paged };
}
