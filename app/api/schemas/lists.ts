/** Customers, products, stock, and what Crossdock does and has done. */
import { z } from "zod";
import { SYNC_ITEM_STATUSES } from "#app/domain/delivery-status.ts";
import { ALL_MEMBERS, decimal, line, moment, named, page, pageQuery, time } from "./common.ts";
import { failureSchema } from "./deliveries.ts";

const connectionId = z.string().max(100).optional().describe("Only this integration's.");
const search = z.string().max(200).optional();

export const customerSchema = z.object({
  id: z.string(),
  external_id: z.string(),
  connection_id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable().describe("E.164 where it is certain, otherwise as it was given."),
  country: z.string().nullable(),
  orders: z.int().describe("How many; 1000 stands for that many or more."),
  created_at: time.nullable(),
  updated_at: time.nullable(),
  deleted_at: time.nullable(),
});
export const customerListSchema = named(
  "CustomerList",
  z.object({ customers: z.array(named("Customer", customerSchema.partial().describe(ALL_MEMBERS))), ...page }),
);
export const customersQuerySchema = z.object({ search: search.describe("An id, a number, or part of a name or e-mail address."), ...pageQuery });

export const productSchema = z.object({
  id: z.string(),
  external_id: z.string(),
  connection_id: z.string(),
  title: z.string(),
  status: z.string(),
  vendor: z.string().nullable(),
  variants: z.array(
    z.object({
      id: z.string(),
      external_id: z.string(),
      title: z.string(),
      sku: z.string().nullable(),
      price: decimal,
      currency: z.string(),
      available: z.int().nullable().describe("In all places; null where no stock is kept."),
    }),
  ),
  updated_at: time.nullable(),
  deleted_at: time.nullable(),
});
export const productListSchema = named(
  "ProductList",
  z.object({ products: z.array(named("Product", productSchema.partial().describe(ALL_MEMBERS))), ...page }),
);
export const productsQuerySchema = z.object({ search: search.describe("Part of a title, maker or SKU, or an id."), ...pageQuery });

export const inventorySchema = z.object({
  id: z.string(),
  connection_id: z.string(),
  sku: z.string().nullable(),
  title: z.string().nullable(),
  product_id: z.string().nullable(),
  variant_external_id: z.string().nullable(),
  item_external_id: z.string(),
  location_external_id: z.string(),
  location: z.string().nullable(),
  available: z.int().nullable(),
  updated_at: time,
});
export const inventoryListSchema = named(
  "InventoryList",
  z.object({ inventory: z.array(named("InventoryLevel", inventorySchema.partial().describe(ALL_MEMBERS))), ...page }),
);
export const inventoryQuerySchema = z.object({
  sku: z.string().max(255).optional().describe("Exactly this SKU."),
  connection_id: connectionId,
  ...pageQuery,
});

export const syncItemSchema = z.object({
  id: z.string(),
  connection_id: z.string(),
  entity_type: z.string(),
  entity_id: z.string(),
  action: z.string(),
  direction: z.enum(["inbound", "outbound"]),
  status: z.enum(SYNC_ITEM_STATUSES),
  attempts: z.int(),
  cause: z.string().describe("Why it exists, such as `delivery:1482` or `watchdog`."),
  error: failureSchema,
  next_attempt_at: time,
  created_at: time,
  completed_at: time.nullable(),
});
export const syncItemListSchema = named(
  "SyncItemList",
  z.object({ sync_items: z.array(named("SyncItem", syncItemSchema.partial().describe(ALL_MEMBERS))), ...page }),
);
export const syncItemsQuerySchema = z.object({
  status: z.enum(SYNC_ITEM_STATUSES).optional(),
  entity_type: z.string().max(50).optional(),
  connection_id: connectionId,
  ...pageQuery,
});
export const processBodySchema = named(
  "ProcessRequest",
  z.object({
    ids: z.array(line(100)).min(1).max(500).optional().describe("Only these."),
    status: z.enum(["failed", "dead"]).optional().describe("failed: waits for its next try; dead: was given up. Both where it is not given."),
  }),
);
export const processedSchema = named(
  "Processed",
  z.object({ due: z.int().describe("Are tried again now."), skipped: z.int().describe("In work, done, a message to a person, or not yours.") }),
);

const AUDIT_KINDS = ["api_call", "data_change", "error", "command", "compliance"] as const;
export const auditSchema = z.object({
  id: z.int(),
  at: time,
  kind: z.enum(AUDIT_KINDS),
  by: z.string(),
  action: z.string(),
  connection_id: z.string().nullable(),
  entity_type: z.string().nullable(),
  entity_id: z.string().nullable(),
  delivery_id: z.int().nullable(),
  sync_item_id: z.string().nullable(),
  data: z.unknown().describe("What it was; of a change, each field with its value before and after."),
});
export const auditListSchema = named(
  "AuditList",
  z.object({ audit: z.array(named("AuditEntry", auditSchema.partial().describe(ALL_MEMBERS))), ...page }),
);
export const auditQuerySchema = z.object({
  kind: z.enum(AUDIT_KINDS).optional(),
  connection_id: connectionId,
  since: moment.optional().describe("At or after."),
  until: moment.optional().describe("Before."),
  ...pageQuery,
});

export const alertsSchema = named(
  "Alerts",
  z.object({
    alerts: z.array(
      z.object({
        id: z.string().describe("The same as long as it is the same trouble."),
        severity: z.enum(["critical", "warning"]),
        title: z.string(),
        message: z.string(),
        action: z.object({ label: z.string(), url: z.url() }).describe("The page that mends it."),
      }),
    ),
    count: z.int(),
  }),
);
