import { listWoo, readWoo, removeWoo, saveWoo } from "../entities.ts";
import { mergeMeta } from "../orders/given.ts";
import { EMPTY_ADDRESS, EMPTY_BILLING, writeAddress } from "../orders/write-order.ts";
import { RestError } from "../rest/answer.ts";
import { batchEndpoint } from "../rest/batch.ts";
import { isWanted, LIST_PARAMS, pageAnswer } from "../rest/collection.ts";
import { CREATE, DELETE, EDIT, READ } from "../rest/endpoint.ts";
import type { Endpoint, RestCall } from "../rest/endpoint.ts";
import { anything, boolean, email, integer, listOf, oneOf, shape, text } from "../rest/params.ts";
import type { Params } from "../rest/params.ts";
import { restUrl, tell } from "../store.ts";
import type { StoreWork } from "../store.ts";
import { nextWooId } from "../tables.ts";
import type { WooCustomer } from "../types.ts";
import { customerJson } from "./customer-json.ts";

const ROLES = ["all", "administrator", "editor", "author", "contributor", "subscriber", "customer", "shop_manager"];

const params = {
  email: text,
  first_name: text,
  last_name: text,
  username: text,
  password: text,
  billing: shape({ email }),
  shipping: shape({}),
  meta_data: listOf(shape({ id: integer, key: text, value: anything })),
};

const customersOf = (work: StoreWork): WooCustomer[] => listWoo(work.ctx, work.store.slug, "customer");

function requireCustomer(call: RestCall, id = call.ids["id"] ?? 0): WooCustomer {
  const customer = readWoo(call.work.ctx, call.work.store.slug, "customer", id);
  if (!customer) throw new RestError(404, "wc_user_invalid_id", "Invalid user ID.");
  return customer;
}

/** POST /customers; told as customer.created, and as customer.updated because its details are written after the account. */
export function createCustomer(work: StoreWork, given: Params): WooCustomer {
  const address = given["email"] as string;
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)) throw new RestError(400, "customer_invalid_email", "Invalid email address");
  if (customersOf(work).some((customer) => customer.email.toLowerCase() === address.toLowerCase()))
    throw new RestError(
      400,
      "registration-error-email-exists",
      `An account is already registered with ${address}. Please log in or use a different email address.`,
    );
  const customer: WooCustomer = {
    id: nextWooId(work.ctx, work.store.slug, "user"),
    created_at: work.at,
    modified_at: work.at,
    email: address,
    first_name: "",
    last_name: "",
    role: "customer",
    username: (given["username"] as string | undefined) ?? freeName(work, given, address),
    billing: { ...EMPTY_BILLING },
    shipping: { ...EMPTY_ADDRESS },
    // Somebody else chose the password: WordPress asks for another.
    meta: given["password"] === undefined ? [{ id: nextWooId(work.ctx, work.store.slug, "meta"), key: "default_password_nag", value: "1" }] : [],
  };
  tell(work, "customer", "created", customer.id);
  return writeCustomer(work, customer, given);
}

/** WooCommerce makes a name out of the person's names, or out of the mail address. */
function freeName(work: StoreWork, given: Params, address: string): string {
  const names = [given["first_name"], given["last_name"]].filter((name) => typeof name === "string" && name !== "");
  const base = (names.length > 0 ? names.join(".") : address.split("@")[0]!).toLowerCase().replace(/[^a-z0-9._-]/g, "");
  const taken = new Set(customersOf(work).map((customer) => customer.username));
  for (let suffix = 0; ; suffix++) {
    const name = suffix === 0 ? base : `${base}-${suffix}`;
    if (!taken.has(name)) return name;
  }
}

export function writeCustomer(work: StoreWork, customer: WooCustomer, given: Params): WooCustomer {
  for (const name of ["email", "first_name", "last_name"] as const) if (typeof given[name] === "string") customer[name] = given[name];
  for (const name of ["billing", "shipping"] as const) if (given[name] !== undefined) writeAddress(customer[name], given[name] as Params);
  if (Array.isArray(given["meta_data"])) customer.meta = mergeMeta(work, customer.meta, given["meta_data"], "meta");
  customer.modified_at = work.at;
  saveWoo(work.ctx, work.store.slug, "customer", customer);
  tell(work, "customer", "updated", customer.id);
  return customer;
}

function removeCustomer(call: RestCall, customer: WooCustomer, isForced: boolean): Record<string, unknown> {
  if (!isForced) throw new RestError(501, "woocommerce_rest_trash_not_supported", "Customers do not support trashing.");
  const { ctx, store } = call.work;
  const before = customerJson(ctx, store, customer);
  removeWoo(ctx, store.slug, "customer", customer.id);
  // Their orders become a guest's, and nobody is told.
  for (const order of listWoo(ctx, store.slug, "order"))
    if (order.customer_id === customer.id) saveWoo(ctx, store.slug, "order", { ...order, customer_id: 0 });
  tell(call.work, "customer", "deleted", customer.id);
  return before;
}

const json = (call: RestCall, customer: WooCustomer): Record<string, unknown> => customerJson(call.work.ctx, call.work.store, customer);

export const customerEndpoints: Endpoint[] = [
  {
    methods: READ,
    path: "customers",
    denied: "list",
    params: { ...LIST_PARAMS, orderby: oneOf(() => ["id", "include", "name", "registered_date"]), email: text, role: oneOf(() => ROLES) },
    handle(call) {
      const { params: given, work } = call;
      const search = ((given["search"] as string | undefined) ?? "").toLowerCase();
      const role = (given["role"] as string | undefined) ?? "customer";
      // Newest names last: unlike other lists this one starts at A.
      const direction = given["order"] === "desc" ? -1 : 1;
      const found = customersOf(work)
        .filter((customer) => (role === "all" || customer.role === role) && (given["email"] === undefined || customer.email === given["email"]))
        .filter((customer) => search === "" || `${customer.email} ${customer.username}`.toLowerCase().includes(search))
        .filter((customer) => isWanted(work.store, given, customer))
        .sort((a, b) => direction * (given["orderby"] === "id" ? a.id - b.id : a.username.localeCompare(b.username)));
      return pageAnswer(call, "customers", found, (customer) => json(call, customer), false);
    },
  },
  {
    methods: CREATE,
    path: "customers",
    denied: "create",
    params,
    required: ["email"],
    handle(call) {
      const customer = createCustomer(call.work, call.params);
      const location = restUrl(call.work.ctx, call.work.store, `customers/${customer.id}`);
      return { status: 201, headers: { location }, body: json(call, customer) };
    },
  },
  { methods: READ, path: "customers/:id", denied: "view", handle: (call) => ({ status: 200, body: json(call, requireCustomer(call)) }) },
  {
    methods: EDIT,
    path: "customers/:id",
    denied: "edit",
    params,
    handle: (call) => ({ status: 200, body: json(call, writeCustomer(call.work, requireCustomer(call), call.params)) }),
  },
  {
    methods: DELETE,
    path: "customers/:id",
    denied: "delete",
    params: { force: boolean, reassign: integer },
    handle: (call) => ({ status: 200, body: removeCustomer(call, requireCustomer(call), call.params["force"] === true) }),
  },
  batchEndpoint("customers", {
    params,
    create: (call, given) => json(call, createCustomer(call.work, given)),
    update: (call, given) => json(call, writeCustomer(call.work, requireCustomer(call, Number(given["id"] ?? 0)), given)),
    remove: (call, given) => removeCustomer(call, requireCustomer(call, Number(given["id"] ?? 0)), true),
  }),
];
