import { useNavigate, useSearchParams } from "@remix-run/react";

/** Next and previous page of a list whose place is in the URL; undefined where there is none. */
export function usePaging(next: string | null, previous: string | null): { onNext: (() => void) | undefined; onPrevious: (() => void) | undefined } {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const go = (name: "after" | "before", cursor: string) => () => {
    const target = new URLSearchParams(params);
    target.delete("after");
    target.delete("before");
    target.set(name, cursor);
    navigate(`?${target}`, { preventScrollReset: true });
  };
  return { onNext: next === null ? undefined : go("after", next), onPrevious: previous === null ? undefined : go("before", previous) };
}
