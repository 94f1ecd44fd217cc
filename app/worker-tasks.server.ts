/** What the worker does besides deliveries and reads: sync actions of services, and tasks on a schedule. */
import type { SyncWorkOptions } from "./sync/read-entity.server.ts";
import type { ServiceContext } from "./services/context.server.ts";
import type { ScheduledTask } from "./worker.server.ts";

export function syncActions(_context: ServiceContext): SyncWorkOptions["actions"] {
  return {};
}

export function scheduledTasks(_context: ServiceContext): ScheduledTask[] {
  return [];
}
