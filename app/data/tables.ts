// Generated from prisma/schema.prisma by scripts/generate.ts: change that file, not this one.
import type { ColumnType } from "kysely";
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export type api_keys = {
    id: string;
    merchant_id: string;
    /**
     * the merchant's connection of channel "api"
     */
    connection_id: string;
    name: string;
    /**
     * live | test: what is sent with a test key goes to the test space
     */
    mode: string;
    /**
     * the first characters, for people to tell keys apart
     */
    prefix: string;
    key_sha256: string;
    /**
     * comma-separated: events:write, read, write
     */
    scopes: string;
    /**
     * merchant | operator
     */
    created_by: string;
    created_at: number;
    expires_at: number | null;
    last_used_at: number | null;
    revoked_at: number | null;
    /**
     * the key that took its place
     */
    replaced_by: string | null;
};
export type app_credentials = {
    id: string;
    merchant_id: string | null;
    channel: string;
    client_id: string;
    secret_encrypted: string;
    previous_encrypted: string | null;
    scopes: string;
    source: string;
    created_at: number;
    updated_at: number;
};
export type attempts = {
    id: Generated<number>;
    merchant_id: string;
    delivery_id: number | null;
    sync_item_id: string | null;
    number: number;
    started_at: number;
    duration_ms: number;
    /**
     * completed | held | retry | dead | requeued
     */
    outcome: string;
    error_class: string | null;
    error_code: string | null;
    error_message: string | null;
};
export type audit_log = {
    id: Generated<number>;
    merchant_id: string;
    connection_id: string | null;
    /**
     * api_call | data_change | error | command | compliance
     */
    kind: string;
    /**
     * shopify | worker | merchant | operator | watchdog
     */
    actor: string;
    action: string;
    entity_type: string | null;
    entity_id: string | null;
    delivery_id: number | null;
    sync_item_id: string | null;
    /**
     * JSON; for a data change [{"field","before","after"}]
     */
    data: string;
    at: number;
};
export type bridge_commands = {
    id: string;
    merchant_id: string;
    connection_id: string;
    /**
     * stock.set | order.status | order.note | order.tracking | order.refund | product.upsert | resend | read
     */
    kind: string;
    payload: string;
    /**
     * pending | sent | done | failed | expired
     */
    status: string;
    /**
     * one command per wish
     */
    dedupe_key: string;
    /**
     * the row of sync_queue that waits for it
     */
    sync_item_id: string | null;
    attempts: Generated<number>;
    lease_until: number | null;
    result: string | null;
    error_code: string | null;
    error_message: string | null;
    created_at: number;
    updated_at: number;
    expires_at: number;
    completed_at: number | null;
};
export type bridge_gaps = {
    connection_id: string;
    seq: number;
    until_seq: number;
    merchant_id: string;
    missed_at: number;
    asked_at: number | null;
    asked_times: Generated<number>;
};
export type bridge_sites = {
    connection_id: string;
    merchant_id: string;
    site_url: string;
    /**
     * the signing secret (whsec_…), sealed
     */
    secret_encrypted: string;
    /**
     * the one before, valid until previous_until
     */
    previous_encrypted: string | null;
    previous_until: number | null;
    /**
     * highest sequence number below which nothing is missing
     */
    last_seq: Generated<number>;
    /**
     * highest one seen
     */
    max_seq: Generated<number>;
    /**
     * the site's clock minus ours at its last call, ms
     */
    clock_offset_ms: number | null;
    last_contact_at: number | null;
    last_event_at: number | null;
    plugin_version: string | null;
    wp_version: string | null;
    wc_version: string | null;
    php_version: string | null;
    /**
     * JSON object: hpos, cron, multisite …
     */
    capabilities: string;
    /**
     * JSON array of {check, state, detail}: what the plugin's doctor found last
     */
    health: string;
    /**
     * JSON: {pending, failed, oldest_ms}
     */
    outbox: string;
    created_at: number;
    updated_at: number;
};
export type connections = {
    id: string;
    merchant_id: string;
    channel: string;
    /**
     * The channel's name for the account: a Shopify domain, a site URL.
     */
    external_id: string;
    name: string;
    /**
     * active | inactive | error
     */
    status: string;
    /**
     * disconnected | uninstalled | unknown_shop | auth | … : why it is not active
     */
    status_reason: string | null;
    credential_id: string | null;
    /**
     * what authorises us at the service (keys, tokens), sealed; JSON inside
     */
    secret_encrypted: string | null;
    /**
     * JSON array of orders | customers | products | inventory: what the merchant chose to read
     */
    entities: string;
    /**
     * comma-separated scopes as last granted
     */
    granted_scopes: string;
    settings: string;
    /**
     * welcome | entities | webhooks | first_order | done
     */
    onboarding_step: string;
    last_sync_at: number | null;
    last_error: string | null;
    currency: string | null;
    country: string | null;
    timezone: string | null;
    created_at: number;
    updated_at: number;
    uninstalled_at: number | null;
    deleted_at: number | null;
};
export type consents = {
    merchant_id: string;
    /**
     * E.164 or a lower-case e-mail address
     */
    address: string;
    /**
     * granted | refused
     */
    state: string;
    /**
     * unsubscribe_link | whatsapp_stop | whatsapp_start | whatsapp_block | merchant | source
     */
    source: string;
    /**
     * epoch ms: when the person said so, by the clock of the service they said it to; null: updated_at
     */
    said_at: number | null;
    updated_at: number;
};
export type customers = {
    id: string;
    merchant_id: string;
    connection_id: string;
    external_id: string;
    name: string | null;
    email: string | null;
    phone_given: string | null;
    phone_e164: string | null;
    country: string | null;
    locale: string | null;
    tags: string;
    source_created_at: number | null;
    source_updated_at: number | null;
    triggered_at: number | null;
    /**
     * as in orders
     */
    told_at: string | null;
    content_sha256: string;
    deleted_at: number | null;
    erased_at: number | null;
    created_at: number;
    updated_at: number;
};
export type data_exports = {
    id: string;
    merchant_id: string;
    connection_id: string;
    request_key: string;
    subject_external_id: string;
    content: string;
    created_at: number;
    expires_at: number;
};
export type deliveries = {
    id: Generated<number>;
    merchant_id: string;
    connection_id: string;
    /**
     * live | test
     */
    mode: string;
    dedupe_key: string;
    topic: string;
    /**
     * live | replay | backfill
     */
    origin: string;
    /**
     * pending | processing | completed | held | failed | dead. failed waits for its next attempt
     */
    status: string;
    attempts: Generated<number>;
    received_at: number;
    next_attempt_at: number;
    lease_token: string | null;
    lease_until: number | null;
    triggered_at: number | null;
    source_event_id: string | null;
    body_sha256: string;
    body_bytes: number;
    entity_type: string | null;
    external_id: string | null;
    order_ref: string | null;
    /**
     * applied | unchanged | stale | ignored: what a completed delivery changed
     */
    outcome: string | null;
    /**
     * what must arrive first, e.g. order:450789469
     */
    hold_key: string | null;
    hold_until: number | null;
    error_class: string | null;
    error_code: string | null;
    error_message: string | null;
    completed_at: number | null;
};
export type delivery_payloads = {
    delivery_id: number;
    merchant_id: string;
    headers: string;
    body: Uint8Array;
    erased_at: number | null;
};
export type fulfillments = {
    id: string;
    merchant_id: string;
    order_id: string;
    external_id: string;
    name: string | null;
    /**
     * the channel's status of the fulfilment record: pending | open | success | cancelled | error | failure
     */
    status: string;
    /**
     * the carrier's last word: label_printed … in_transit, out_for_delivery, delivered, failure
     */
    shipment_status: string | null;
    tracking_company: string | null;
    tracking_numbers: string;
    tracking_urls: string;
    location_external_id: string | null;
    /**
     * JSON array of {line_external_id, quantity}
     */
    lines: string;
    source_created_at: number;
    source_updated_at: number;
    delivered_at: number | null;
};
export type idempotent_requests = {
    merchant_id: string;
    /**
     * SHA-256 of method, path and key
     */
    key_sha256: string;
    request_sha256: string;
    /**
     * null: the first one is under way
     */
    status: number | null;
    answer: string | null;
    created_at: number;
    expires_at: number;
};
export type import_rows = {
    import_id: string;
    /**
     * as in the file: the header is line 1
     */
    row_number: number;
    merchant_id: string;
    connection_id: string;
    /**
     * JSON array: the cells as given
     */
    cells: string;
    /**
     * good | bad | imported | unchanged | undone | kept (undo left it: it changed since)
     */
    status: string;
    /**
     * JSON array of {column, value, code, message}
     */
    errors: string;
    order_external_id: string | null;
    /**
     * our order's id, once imported
     */
    order_id: string | null;
    /**
     * JSON: the order before the import, for undo; null: there was none
     */
    before: string | null;
    /**
     * what the import made of the order: undo asks whether it still is so
     */
    after_sha256: string | null;
};
export type imports = {
    id: string;
    merchant_id: string;
    connection_id: string;
    /**
     * mapping | ready | importing | completed | failed | undoing | undone
     */
    status: string;
    file_name: string;
    file_bytes: number;
    file_sha256: string;
    /**
     * JSON: {encoding, delimiter, header: [names]}
     */
    format: string;
    /**
     * JSON: our column → index in the file
     */
    mapping: string;
    /**
     * 1: orders delivered of late plan their messages, because the merchant ticked so
     */
    plans_messages: Generated<number>;
    total_rows: number;
    good_rows: number;
    bad_rows: number;
    imported_rows: Generated<number>;
    unchanged_rows: Generated<number>;
    undone_rows: Generated<number>;
    error_code: string | null;
    error_message: string | null;
    created_by: string;
    created_at: number;
    updated_at: number;
    started_at: number | null;
    completed_at: number | null;
};
export type inventory_levels = {
    id: string;
    merchant_id: string;
    connection_id: string;
    inventory_item_external_id: string;
    location_external_id: string;
    available: number | null;
    source_updated_at: number | null;
    triggered_at: number | null;
    updated_at: number;
};
export type invitations = {
    code_sha256: string;
    note: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
    merchant_id: string | null;
};
export type leases = {
    id: string;
    holder: string;
    expires_at: number;
};
export type locations = {
    id: string;
    merchant_id: string;
    connection_id: string;
    external_id: string;
    name: string | null;
    is_active: number;
    updated_at: number;
};
export type merchant_settings = {
    merchant_id: string;
    /**
     * messages | retention
     */
    subject: string;
    settings: string;
    updated_at: number;
};
export type merchants = {
    id: string;
    name: string;
    country: string | null;
    currency: string | null;
    timezone: string | null;
    created_at: number;
    updated_at: number;
};
export type messages = {
    id: string;
    merchant_id: string;
    /**
     * the order's connection
     */
    connection_id: string;
    order_id: string | null;
    customer_id: string | null;
    /**
     * out | in
     */
    direction: string;
    /**
     * after_3_days | after_14_days | … : the step of the plan; null for what came in
     */
    step: string | null;
    /**
     * whatsapp | email | none
     */
    channel: string;
    /**
     * where to: E.164 or an address
     */
    address: string | null;
    language: string | null;
    /**
     * planned | withdrawn | skipped_too_late | no_address | sending | sent | delivered | read | failed | outcome_unknown | received
     */
    status: string;
    /**
     * why it was withdrawn or failed, a catalogue code
     */
    reason: string | null;
    error_class: string | null;
    error_message: string | null;
    subject: string | null;
    /**
     * the text as sent; null until then
     */
    body: string | null;
    /**
     * the service's own id of the message
     */
    provider_id: string | null;
    /**
     * epoch ms the plan asks for
     */
    planned_for: number | null;
    /**
     * planned_for moved out of the customer's quiet hours
     */
    send_after: number | null;
    sent_at: number | null;
    delivered_at: number | null;
    read_at: number | null;
    attempts: Generated<number>;
    /**
     * JSON: the sendings of which is known that they reached nobody, oldest first; null: none (domain/messages/tries.ts)
     */
    tries: string | null;
    /**
     * epoch ms after which it is not tried again; null: a day after send_after
     */
    latest_at: number | null;
    cause: string;
    created_at: number;
    updated_at: number;
    erased_at: number | null;
};
export type operation_hours = {
    merchant_id: string;
    connection_id: string;
    topic: string;
    hour: number;
    /**
     * spreads the writes of several workers
     */
    slot: number;
    completed: number;
    dead: number;
    retried: number;
    records: number;
};
export type order_discounts = {
    id: string;
    merchant_id: string;
    order_id: string;
    position: number;
    /**
     * line | shipping
     */
    target: string;
    target_external_id: string;
    code: string | null;
    title: string | null;
    amount_minor: number;
};
export type order_lines = {
    id: string;
    merchant_id: string;
    order_id: string;
    external_id: string;
    position: number;
    product_external_id: string | null;
    variant_external_id: string | null;
    sku: string | null;
    title: string;
    variant_title: string | null;
    quantity: number;
    current_quantity: number;
    unit_price_minor: number;
    discount_minor: number;
    requires_shipping: number;
    is_taxable: number;
    is_gift_card: number;
    /**
     * item | tip
     */
    kind: string;
};
export type order_notes = {
    id: string;
    merchant_id: string;
    connection_id: string;
    order_external_id: string;
    external_id: string;
    author: string | null;
    body: string;
    /**
     * 1: the customer was told
     */
    is_customer_note: number;
    source_created_at: number;
    deleted_at: number | null;
    updated_at: number;
};
export type order_shipping_lines = {
    id: string;
    merchant_id: string;
    order_id: string;
    external_id: string;
    position: number;
    title: string;
    code: string | null;
    price_minor: number;
    discounted_minor: number;
    is_removed: number;
};
export type order_taxes = {
    id: string;
    merchant_id: string;
    order_id: string;
    position: number;
    /**
     * line | shipping
     */
    target: string;
    target_external_id: string;
    title: string;
    rate: string;
    amount_minor: number;
};
export type orders = {
    id: string;
    merchant_id: string;
    connection_id: string;
    external_id: string;
    /**
     * the channel's own name: #1001
     */
    name: string;
    /**
     * shown to people, with the channel's prefix: SH-#1001
     */
    order_ref: string;
    customer_id: string | null;
    customer_external_id: string | null;
    customer_name: string | null;
    email: string | null;
    phone_given: string | null;
    phone_e164: string | null;
    currency: string;
    presentment_currency: string;
    subtotal_minor: number;
    discount_minor: number;
    shipping_minor: number;
    tax_minor: number;
    tip_minor: number;
    duties_minor: number;
    fees_minor: number;
    rounding_minor: number;
    total_minor: number;
    current_total_minor: number;
    refunded_minor: number;
    outstanding_minor: number;
    presentment_total_minor: number;
    taxes_included: number;
    hub_status: string;
    /**
     * the store's own word for the status, where the hub translates it by a map (WooCommerce); null: it follows payment and parcels
     */
    source_status: string | null;
    financial_status: string | null;
    fulfillment_status: string | null;
    cancel_reason: string | null;
    note: string | null;
    tags: string;
    shipping_address: string | null;
    billing_address: string | null;
    is_test: number;
    processed_at: number | null;
    cancelled_at: number | null;
    closed_at: number | null;
    delivered_at: number | null;
    source_created_at: number;
    source_updated_at: number;
    triggered_at: number | null;
    content_sha256: string;
    /**
     * 0: the source tells no sums (CSV, a bare event): they are not nought, they are not known
     */
    has_totals: Generated<number>;
    /**
     * told orders (CSV, event API): JSON, when each field was last told: {"hub_status":[occurred_at,rank],…}
     */
    told_at: string | null;
    quarantine_reason: string | null;
    quarantine_minor: number | null;
    deleted_at: number | null;
    erased_at: number | null;
    created_at: number;
    updated_at: number;
};
export type pairing_codes = {
    code_sha256: string;
    merchant_id: string;
    created_by: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
    connection_id: string | null;
};
export type poll_states = {
    connection_id: string;
    /**
     * orders | products | customers | refunds
     */
    entity: string;
    merchant_id: string;
    /**
     * epoch ms: everything modified before it was seen
     */
    cursor: number;
    next_poll_at: number;
    last_polled_at: number | null;
    /**
     * what the last look found
     */
    found: Generated<number>;
    error_code: string | null;
    error_message: string | null;
    updated_at: number;
};
export type products = {
    id: string;
    merchant_id: string;
    connection_id: string;
    external_id: string;
    title: string;
    handle: string | null;
    /**
     * active | draft | archived | unlisted
     */
    status: string;
    vendor: string | null;
    product_type: string | null;
    tags: string;
    image_url: string | null;
    source_created_at: number | null;
    source_updated_at: number | null;
    triggered_at: number | null;
    content_sha256: string;
    deleted_at: number | null;
    created_at: number;
    updated_at: number;
};
export type quota_windows = {
    /**
     * key:<id> | merchant:<id>
     */
    id: string;
    merchant_id: string;
    started_at: number;
    used: number;
};
export type receipt_counters = {
    connection_id: string;
    kind: string;
    hour: number;
    count: number;
};
export type refund_lines = {
    id: string;
    merchant_id: string;
    refund_id: string;
    order_id: string;
    line_external_id: string;
    quantity: number;
    subtotal_minor: number;
    tax_minor: number;
    /**
     * no_restock | cancel | return | legacy_restock
     */
    restock_type: string;
    location_external_id: string | null;
};
export type refunds = {
    id: string;
    merchant_id: string;
    order_id: string;
    external_id: string;
    note: string | null;
    amount_minor: number;
    source_created_at: number;
};
export type sessions = {
    id: string;
    shop: string;
    is_online: number;
    payload_encrypted: string;
    expires_at: number | null;
    updated_at: number;
};
export type status_history = {
    id: string;
    merchant_id: string;
    order_id: string;
    /**
     * financial | fulfillment | shipment | lifecycle
     */
    kind: string;
    value: string;
    occurred_at: number;
    delivery_id: number | null;
};
export type status_mappings = {
    connection_id: string;
    /**
     * in | out
     */
    direction: string;
    /**
     * in: the channel's status; out: a hub status
     */
    from_value: string;
    merchant_id: string;
    to_value: string;
    created_by: string;
    updated_at: number;
};
export type sync_queue = {
    id: string;
    merchant_id: string;
    connection_id: string;
    /**
     * order | customer | product | inventory | webhook_subscription | shop
     */
    entity_type: string;
    /**
     * our id or the channel's id of the entity
     */
    entity_id: string;
    /**
     * read | register | update | …
     */
    action: string;
    /**
     * inbound | outbound
     */
    direction: string;
    /**
     * pending | processing | completed | held | failed | dead | outcome_unknown | cancelled
     */
    status: string;
    retry_count: Generated<number>;
    next_attempt_at: number;
    lease_token: string | null;
    lease_until: number | null;
    error_class: string | null;
    error_code: string | null;
    error_message: string | null;
    /**
     * why it exists: delivery:123, watchdog, operator …
     */
    cause: string;
    /**
     * one effect per event and kind
     */
    dedupe_key: string;
    payload: string;
    created_at: number;
    updated_at: number;
    completed_at: number | null;
};
export type tombstones = {
    merchant_id: string;
    connection_id: string;
    /**
     * order | customer | product
     */
    entity_type: string;
    external_id: string;
    deleted_at: number;
    /**
     * the version of the deletion by the source's clock: a newer state brings it back. null: the source does not say
     */
    source_version: number | null;
};
export type variants = {
    id: string;
    merchant_id: string;
    connection_id: string;
    product_id: string;
    external_id: string;
    inventory_item_external_id: string | null;
    position: number;
    title: string;
    sku: string | null;
    barcode: string | null;
    price_minor: number;
    compare_at_minor: number | null;
    currency: string;
};
export type wc_auth_requests = {
    nonce_sha256: string;
    merchant_id: string;
    store_url: string;
    /**
     * JSON: integration_name, auto_sync
     */
    settings: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
    connection_id: string | null;
    /**
     * Handed over, not yet tried at the store; sealed, and gone once they were
     */
    keys_encrypted: string | null;
    next_try_at: number | null;
    /**
     * Why the last try failed
     */
    problem_code: string | null;
    problem_message: string | null;
};
export type webhook_subscriptions = {
    id: string;
    merchant_id: string;
    connection_id: string;
    topic: string;
    /**
     * api (made by us, listed by Shopify) | toml (declared in shopify.app.toml, never listed)
     */
    source: string;
    external_id: string | null;
    /**
     * active | inactive | error
     */
    status: string;
    error_message: string | null;
    last_triggered_at: number | null;
    registered_at: number | null;
    checked_at: number | null;
    updated_at: number;
};
export type worker_heartbeats = {
    id: string;
    role: string;
    started_at: number;
    seen_at: number;
};
export type DB = {
    api_keys: api_keys;
    app_credentials: app_credentials;
    attempts: attempts;
    audit_log: audit_log;
    bridge_commands: bridge_commands;
    bridge_gaps: bridge_gaps;
    bridge_sites: bridge_sites;
    connections: connections;
    consents: consents;
    customers: customers;
    data_exports: data_exports;
    deliveries: deliveries;
    delivery_payloads: delivery_payloads;
    fulfillments: fulfillments;
    idempotent_requests: idempotent_requests;
    import_rows: import_rows;
    imports: imports;
    inventory_levels: inventory_levels;
    invitations: invitations;
    leases: leases;
    locations: locations;
    merchant_settings: merchant_settings;
    merchants: merchants;
    messages: messages;
    operation_hours: operation_hours;
    order_discounts: order_discounts;
    order_lines: order_lines;
    order_notes: order_notes;
    order_shipping_lines: order_shipping_lines;
    order_taxes: order_taxes;
    orders: orders;
    pairing_codes: pairing_codes;
    poll_states: poll_states;
    products: products;
    quota_windows: quota_windows;
    receipt_counters: receipt_counters;
    refund_lines: refund_lines;
    refunds: refunds;
    sessions: sessions;
    status_history: status_history;
    status_mappings: status_mappings;
    sync_queue: sync_queue;
    tombstones: tombstones;
    variants: variants;
    wc_auth_requests: wc_auth_requests;
    webhook_subscriptions: webhook_subscriptions;
    worker_heartbeats: worker_heartbeats;
};
