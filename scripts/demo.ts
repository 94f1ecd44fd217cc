import type { SandboxState } from "./sandbox-process.ts";

/** Connects the sandbox's demo shop as if its merchant had installed the app, so that orders flow before any browser is opened. */
export async function connectDemoShop(_state: SandboxState): Promise<void> {
  // LEAD: call the install service of app/services here (dynamic import: app modules read process.env when they load).
}
