import { useState } from "@wordpress/element";
import { readLogs } from "../../api/site";
import type { LogLevel } from "../../api/types";
import { useLoaded } from "../../components/use-loaded";
import { useSettled } from "../../components/use-settled";

export function useLogs() {
  const [level, setLevel] = useState<LogLevel | "">("");
  const [search, setSearch] = useState("");
  const query = { level, search: useSettled(search) };
  const loaded = useLoaded((signal) => readLogs(query, signal), JSON.stringify(query));
  return { loaded, level, setLevel, search, setSearch };
}
