/** What the worker does besides deliveries and reads: sync actions of services, and tasks on a schedule. */
import { CONNECTORS } from "./connectors/all.ts";
import { failure } from "./domain/failure.ts";
import { err } from "./lib/result.ts";
import { applyStatusMeaning } from "./services/apply-status-meaning.server.ts";
import { assumeDelivered } from "./services/assume-delivered.server.ts";
import { tidyCommands } from "./services/bridge/tidy-commands.server.ts";
import { overdueCommand } from "./services/bridge/plan-command.server.ts";
import type { ServiceContext } from "./services/context.server.ts";
import { purgeDeletedConnections } from "./services/delete-connection.server.ts";
import { clearOldDataExports } from "./services/download-data-export.server.ts";
import { runImport } from "./services/imports/run-import.server.ts";
import { tidyImports } from "./services/imports/tidy-imports.server.ts";
import { runUndo } from "./services/imports/undo-import.server.ts";
import { sendMessage } from "./services/messages/send-message.server.ts";
import { registerTopic } from "./services/register-webhooks.server.ts";
import { repairAllSubscriptions } from "./services/repair-subscriptions.server.ts";
import { continueCleaning, scheduleCleaning } from "./services/retention/clean-old-content.server.ts";
import { pollStores } from "./services/woocommerce/poll-stores.server.ts";
import { registerHook, repairAllHooks } from "./services/woocommerce/repair-hooks.server.ts";
import { tidyRequests } from "./services/woocommerce/tidy-requests.server.ts";
import { tryHandedKeys } from "./services/woocommerce/try-handed-keys.server.ts";
import type { SyncWorkOptions } from "./sync/read-entity.server.ts";
import type { ScheduledTask } from "./worker.server.ts";

/** Every service that takes messages to customers. */
const MESSAGE_SENDERS = Object.values(CONNECTORS).map((connector) => connector.sender);
const WATCHDOG_EVERY_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

export function syncActions(context: ServiceContext): SyncWorkOptions["actions"] {
  return {
    register: (item, connection) =>
      item.entity_type === "webhook_subscription"
        ? connection.channel === "woocommerce"
          ? registerHook(context, connection, item)
          : registerTopic(context, connection, item.entity_id, { syncItemId: item.id, actor: "watchdog" })
        : Promise.resolve(err(failure("bug", "unexpected_error", `cannot register a ${item.entity_type}`))),
    import: (item, connection) => runImport(context, item, connection),
    undo_import: (item, connection) => runUndo(context, item, connection),
    send_message: (item) => sendMessage(context, MESSAGE_SENDERS, item),
    apply_meaning: (item, connection) => applyStatusMeaning(context, item, connection),
    command: (item) => overdueCommand(context, item),
  };
}

export function scheduledTasks(context: ServiceContext): ScheduledTask[] {
  return [
    { name: "subscription watchdog", everyMs: WATCHDOG_EVERY_MS, run: () => repairAllSubscriptions(context) },
    { name: "webhooks of stores", everyMs: WATCHDOG_EVERY_MS, run: () => repairAllHooks(context) },
    { name: "stores that are asked", everyMs: 5_000, run: () => pollStores(context) },
    { name: "keys handed over by stores", everyMs: 2_000, run: () => tryHandedKeys(context) },
    { name: "expired requests", everyMs: HOUR_MS, run: () => tidyRequests(context) },
    { name: "delivery rule", everyMs: 10 * 60_000, run: () => assumeDelivered(context) },
    { name: "expired data exports", everyMs: HOUR_MS, run: () => clearOldDataExports(context) },
    { name: "retention, daily", everyMs: 10 * 60_000, run: () => scheduleCleaning(context) },
    { name: "retention", everyMs: 2_000, run: () => continueCleaning(context) },
    { name: "old commands", everyMs: HOUR_MS, run: () => tidyCommands(context) },
    { name: "unfinished imports", everyMs: 30_000, run: () => tidyImports(context) },
    { name: "unfinished deletions", everyMs: HOUR_MS, run: () => purgeDeletedConnections(context) },
  ];
}
