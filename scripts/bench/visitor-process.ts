/**
 * Somebody in the embedded app. On a shop's server that is a browser on another machine: here it takes only what server and sender leave of the
 * processors.
 */
import { lowerHelperPriority, lowerThreadPriority } from "#app/lib/lower-priority.ts";
import { askPage, type AskedApp } from "./admin-session.ts";

export interface VisitRequest {
  app: AskedApp;
  shop: string;
  path: string;
  form?: Record<string, string>;
}
export interface VisitAnswer {
  /** Characters of what was answered. */
  length: number;
}

lowerThreadPriority();
lowerHelperPriority();
process.on("message", ({ id, request: { app, shop, path, form } }: { id: number; request: VisitRequest }) => {
  askPage(app, shop, path, form).then(
    (length) => process.send?.({ id, answer: { length } satisfies VisitAnswer }),
    (error: Error) => process.send?.({ id, error: error.stack ?? error.message }),
  );
});
process.on("disconnect", () => process.exit(0));
