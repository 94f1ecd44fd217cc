import type { MouseEvent, ReactNode } from "react";
import { goTo, tabAddress, type Tab } from "../navigation";

interface Props {
  to: Tab;
  query?: Record<string, string>;
  isCurrent?: boolean;
  className?: string;
  children: ReactNode;
}

/** A link to a page of ours: a real address (opens in a new window when asked to), without loading WordPress again. */
export function TabLink({ to, query = {}, isCurrent = false, className, children }: Props) {
  function follow(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    goTo(to, query);
  }
  return (
    <a href={tabAddress(to, query)} onClick={follow} aria-current={isCurrent ? "page" : undefined} className={className}>
      {children}
    </a>
  );
}
