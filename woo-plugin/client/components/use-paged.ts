import { useState } from "@wordpress/element";
import type { Outcome } from "../api/request";
import { useLoaded, type Loaded } from "./use-loaded";

interface Part<Item> {
  items: Item[];
  next: string | null;
}

export interface Paged<Item> {
  loaded: Loaded<Part<Item>>;
  /** All that was fetched so far. */
  items: Item[];
  hasMore: boolean;
  more(): void;
  restart(): void;
}

/** A list that grows by cursor pages. A new `key` (another search) starts it anew. */
export function usePaged<Item>(load: (cursor: string, signal: AbortSignal) => Promise<Outcome<Part<Item>>>, key: string): Paged<Item> {
  const [place, setPlace] = useState<{ key: string; cursor: string; before: Item[] }>({ key, cursor: "", before: [] });
  const now = place.key === key ? place : { key, cursor: "", before: [] };
  const loaded = useLoaded((signal) => load(now.cursor, signal), `${key} ${now.cursor}`);
  const items = [...now.before, ...(loaded.data && !(loaded.isLoading && now.cursor !== "") ? loaded.data.items : [])];
  return {
    loaded,
    items,
    hasMore: loaded.data?.next != null,
    more() {
      if (loaded.data?.next) setPlace({ key, cursor: loaded.data.next, before: items });
    },
    restart() {
      setPlace({ key, cursor: "", before: [] });
      loaded.reload();
    },
  };
}
