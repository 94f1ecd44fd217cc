import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

/** Loads the page's data again every `intervalMs` while the page is visible, and at once when it becomes visible again after a pause. */
export function usePolling(intervalMs: number, isOn = true): { refresh: () => void; isRefreshing: boolean } {
  const { revalidate, state } = useRevalidator();
  const isIdle = useRef(true);
  isIdle.current = state === "idle";
  useEffect(() => {
    if (!isOn) return;
    let last = Date.now();
    const refresh = () => {
      if (document.visibilityState !== "visible" || !isIdle.current) return;
      last = Date.now();
      revalidate();
    };
    const timer = setInterval(refresh, intervalMs);
    const onVisible = () => {
      if (Date.now() - last >= intervalMs) refresh();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [intervalMs, isOn, revalidate]);
  return { refresh: revalidate, isRefreshing: state === "loading" };
}
