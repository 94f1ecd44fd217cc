import { useState } from "@wordpress/element";
import { readOutbox, resend, sendTestEvent } from "../../api/site";
import type { EventStatus, OutboxRow } from "../../api/types";
import { useTold } from "../../components/told";
import { useAction } from "../../components/use-action";
import { useLoaded } from "../../components/use-loaded";
import { useSettled } from "../../components/use-settled";
import { readQuery } from "../../navigation";
import { strings } from "./strings";

const LOOK_AGAIN_MS = 15_000;

export function useOutbox() {
  const say = useTold();
  const [status, setStatus] = useState<EventStatus | "all">("all");
  const [search, setSearch] = useState(() => readQuery("search"));
  const [page, setPage] = useState(1);
  const settled = useSettled(search);
  const query = { status: status === "all" ? undefined : status, search: settled, page };
  const loaded = useLoaded((signal) => readOutbox(query, signal), JSON.stringify(query), LOOK_AGAIN_MS);
  const again = useAction(resend, ({ resent }) => {
    say(strings.resent(resent));
    loaded.reload();
  });
  const test = useAction(sendTestEvent, ({ seq, note }) => {
    say(strings.testSent(seq, note));
    loaded.reload();
  });
  return {
    loaded,
    status,
    search,
    page,
    isFiltered: status !== "all" || settled !== "",
    setPage,
    choose(value: EventStatus | "all") {
      setStatus(value);
      setPage(1);
    },
    type(value: string) {
      setSearch(value);
      setPage(1);
    },
    again,
    test,
  };
}

/** The failed ones of this page; a person resends what is in front of them. */
export const failedOf = (rows: OutboxRow[]): number[] => rows.filter((row) => row.status === "failed").map((row) => row.seq);
