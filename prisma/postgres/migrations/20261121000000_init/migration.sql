-- CreateTable
CREATE TABLE "merchants" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "country" TEXT,
    "currency" TEXT,
    "timezone" TEXT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "merchants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_credentials" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT,
    "channel" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "secret_encrypted" TEXT NOT NULL,
    "previous_encrypted" TEXT,
    "scopes" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "app_credentials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connections" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "status_reason" TEXT,
    "credential_id" TEXT,
    "entities" TEXT NOT NULL,
    "granted_scopes" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "onboarding_step" TEXT NOT NULL,
    "last_sync_at" BIGINT,
    "last_error" TEXT,
    "currency" TEXT,
    "country" TEXT,
    "timezone" TEXT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "uninstalled_at" BIGINT,
    "deleted_at" BIGINT,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "is_online" INTEGER NOT NULL,
    "payload_encrypted" TEXT NOT NULL,
    "expires_at" BIGINT,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" SERIAL NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "received_at" BIGINT NOT NULL,
    "next_attempt_at" BIGINT NOT NULL,
    "lease_token" TEXT,
    "lease_until" BIGINT,
    "triggered_at" BIGINT,
    "source_event_id" TEXT,
    "body_sha256" TEXT NOT NULL,
    "body_bytes" INTEGER NOT NULL,
    "entity_type" TEXT,
    "external_id" TEXT,
    "order_ref" TEXT,
    "outcome" TEXT,
    "hold_key" TEXT,
    "hold_until" BIGINT,
    "error_class" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,
    "completed_at" BIGINT,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_payloads" (
    "delivery_id" INTEGER NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "headers" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "erased_at" BIGINT,

    CONSTRAINT "delivery_payloads_pkey" PRIMARY KEY ("delivery_id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "id" SERIAL NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "delivery_id" INTEGER,
    "sync_item_id" TEXT,
    "number" INTEGER NOT NULL,
    "started_at" BIGINT NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "error_class" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "phone_given" TEXT,
    "phone_e164" TEXT,
    "country" TEXT,
    "locale" TEXT,
    "tags" TEXT NOT NULL,
    "source_created_at" BIGINT,
    "source_updated_at" BIGINT,
    "triggered_at" BIGINT,
    "content_sha256" TEXT NOT NULL,
    "deleted_at" BIGINT,
    "erased_at" BIGINT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "order_ref" TEXT NOT NULL,
    "customer_id" TEXT,
    "customer_external_id" TEXT,
    "customer_name" TEXT,
    "email" TEXT,
    "phone_given" TEXT,
    "phone_e164" TEXT,
    "currency" TEXT NOT NULL,
    "presentment_currency" TEXT NOT NULL,
    "subtotal_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL,
    "shipping_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "tip_minor" BIGINT NOT NULL,
    "duties_minor" BIGINT NOT NULL,
    "fees_minor" BIGINT NOT NULL,
    "rounding_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "current_total_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,
    "outstanding_minor" BIGINT NOT NULL,
    "presentment_total_minor" BIGINT NOT NULL,
    "taxes_included" INTEGER NOT NULL,
    "hub_status" TEXT NOT NULL,
    "financial_status" TEXT,
    "fulfillment_status" TEXT,
    "cancel_reason" TEXT,
    "note" TEXT,
    "tags" TEXT NOT NULL,
    "shipping_address" TEXT,
    "billing_address" TEXT,
    "is_test" INTEGER NOT NULL,
    "processed_at" BIGINT,
    "cancelled_at" BIGINT,
    "closed_at" BIGINT,
    "delivered_at" BIGINT,
    "source_created_at" BIGINT NOT NULL,
    "source_updated_at" BIGINT NOT NULL,
    "triggered_at" BIGINT,
    "content_sha256" TEXT NOT NULL,
    "quarantine_reason" TEXT,
    "quarantine_minor" BIGINT,
    "deleted_at" BIGINT,
    "erased_at" BIGINT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "product_external_id" TEXT,
    "variant_external_id" TEXT,
    "sku" TEXT,
    "title" TEXT NOT NULL,
    "variant_title" TEXT,
    "quantity" INTEGER NOT NULL,
    "current_quantity" INTEGER NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL,
    "requires_shipping" INTEGER NOT NULL,
    "is_taxable" INTEGER NOT NULL,
    "is_gift_card" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_discounts" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "target" TEXT NOT NULL,
    "target_external_id" TEXT NOT NULL,
    "code" TEXT,
    "title" TEXT,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "order_discounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_taxes" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "target" TEXT NOT NULL,
    "target_external_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "rate" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "order_taxes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_shipping_lines" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "code" TEXT,
    "price_minor" BIGINT NOT NULL,
    "discounted_minor" BIGINT NOT NULL,
    "is_removed" INTEGER NOT NULL,

    CONSTRAINT "order_shipping_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refunds" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "note" TEXT,
    "amount_minor" BIGINT NOT NULL,
    "source_created_at" BIGINT NOT NULL,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_lines" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "refund_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "line_external_id" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "subtotal_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "restock_type" TEXT NOT NULL,
    "location_external_id" TEXT,

    CONSTRAINT "refund_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fulfillments" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT,
    "status" TEXT NOT NULL,
    "shipment_status" TEXT,
    "tracking_company" TEXT,
    "tracking_numbers" TEXT NOT NULL,
    "tracking_urls" TEXT NOT NULL,
    "location_external_id" TEXT,
    "lines" TEXT NOT NULL,
    "source_created_at" BIGINT NOT NULL,
    "source_updated_at" BIGINT NOT NULL,
    "delivered_at" BIGINT,

    CONSTRAINT "fulfillments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "status_history" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "occurred_at" BIGINT NOT NULL,
    "delivery_id" INTEGER,

    CONSTRAINT "status_history_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "handle" TEXT,
    "status" TEXT NOT NULL,
    "vendor" TEXT,
    "product_type" TEXT,
    "tags" TEXT NOT NULL,
    "image_url" TEXT,
    "source_created_at" BIGINT,
    "source_updated_at" BIGINT,
    "triggered_at" BIGINT,
    "content_sha256" TEXT NOT NULL,
    "deleted_at" BIGINT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "variants" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "inventory_item_external_id" TEXT,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "barcode" TEXT,
    "price_minor" BIGINT NOT NULL,
    "compare_at_minor" BIGINT,
    "currency" TEXT NOT NULL,

    CONSTRAINT "variants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "locations" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT,
    "is_active" INTEGER NOT NULL,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "locations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inventory_levels" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "inventory_item_external_id" TEXT NOT NULL,
    "location_external_id" TEXT NOT NULL,
    "available" INTEGER,
    "source_updated_at" BIGINT,
    "triggered_at" BIGINT,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "inventory_levels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_queue" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "retry_count" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" BIGINT NOT NULL,
    "lease_token" TEXT,
    "lease_until" BIGINT,
    "error_class" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,
    "cause" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "completed_at" BIGINT,

    CONSTRAINT "sync_queue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_subscriptions" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT,
    "status" TEXT NOT NULL,
    "error_message" TEXT,
    "last_triggered_at" BIGINT,
    "registered_at" BIGINT,
    "checked_at" BIGINT,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "webhook_subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" SERIAL NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity_type" TEXT,
    "entity_id" TEXT,
    "delivery_id" INTEGER,
    "sync_item_id" TEXT,
    "data" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_exports" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "request_key" TEXT NOT NULL,
    "subject_external_id" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,

    CONSTRAINT "data_exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tombstones" (
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "deleted_at" BIGINT NOT NULL,

    CONSTRAINT "tombstones_pkey" PRIMARY KEY ("connection_id","entity_type","external_id")
);

-- CreateTable
CREATE TABLE "operation_hours" (
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "hour" BIGINT NOT NULL,
    "slot" INTEGER NOT NULL,
    "completed" INTEGER NOT NULL,
    "dead" INTEGER NOT NULL,
    "retried" INTEGER NOT NULL,
    "records" INTEGER NOT NULL,

    CONSTRAINT "operation_hours_pkey" PRIMARY KEY ("connection_id","topic","hour","slot")
);

-- CreateTable
CREATE TABLE "receipt_counters" (
    "connection_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "hour" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "receipt_counters_pkey" PRIMARY KEY ("connection_id","kind","hour")
);

-- CreateTable
CREATE TABLE "worker_heartbeats" (
    "id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "started_at" BIGINT NOT NULL,
    "seen_at" BIGINT NOT NULL,

    CONSTRAINT "worker_heartbeats_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "app_credentials_channel_client_id_key" ON "app_credentials"("channel", "client_id");

-- CreateIndex
CREATE INDEX "connections_merchant_id_idx" ON "connections"("merchant_id");

-- CreateIndex
CREATE UNIQUE INDEX "connections_channel_external_id_key" ON "connections"("channel", "external_id");

-- CreateIndex
CREATE INDEX "sessions_shop_idx" ON "sessions"("shop");

-- CreateIndex
CREATE INDEX "deliveries_merchant_id_received_at_idx" ON "deliveries"("merchant_id", "received_at");

-- CreateIndex
CREATE INDEX "deliveries_merchant_id_topic_received_at_idx" ON "deliveries"("merchant_id", "topic", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_connection_id_mode_dedupe_key_key" ON "deliveries"("connection_id", "mode", "dedupe_key");

-- CreateIndex
CREATE INDEX "attempts_delivery_id_idx" ON "attempts"("delivery_id");

-- CreateIndex
CREATE INDEX "attempts_sync_item_id_idx" ON "attempts"("sync_item_id");

-- CreateIndex
CREATE INDEX "customers_merchant_id_id_idx" ON "customers"("merchant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "customers_connection_id_external_id_key" ON "customers"("connection_id", "external_id");

-- CreateIndex
CREATE INDEX "orders_merchant_id_source_created_at_idx" ON "orders"("merchant_id", "source_created_at");

-- CreateIndex
CREATE INDEX "orders_merchant_id_hub_status_source_created_at_idx" ON "orders"("merchant_id", "hub_status", "source_created_at");

-- CreateIndex
CREATE INDEX "orders_merchant_id_order_ref_idx" ON "orders"("merchant_id", "order_ref");

-- CreateIndex
CREATE INDEX "orders_customer_id_idx" ON "orders"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_connection_id_external_id_key" ON "orders"("connection_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_lines_order_id_external_id_key" ON "order_lines"("order_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_discounts_order_id_position_key" ON "order_discounts"("order_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "order_taxes_order_id_position_key" ON "order_taxes"("order_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "order_shipping_lines_order_id_external_id_key" ON "order_shipping_lines"("order_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_order_id_external_id_key" ON "refunds"("order_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_lines_refund_id_line_external_id_key" ON "refund_lines"("refund_id", "line_external_id");

-- CreateIndex
CREATE UNIQUE INDEX "fulfillments_order_id_external_id_key" ON "fulfillments"("order_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "status_history_order_id_kind_value_occurred_at_key" ON "status_history"("order_id", "kind", "value", "occurred_at");

-- CreateIndex
CREATE INDEX "products_merchant_id_id_idx" ON "products"("merchant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "products_connection_id_external_id_key" ON "products"("connection_id", "external_id");

-- CreateIndex
CREATE INDEX "variants_product_id_idx" ON "variants"("product_id");

-- CreateIndex
CREATE INDEX "variants_connection_id_inventory_item_external_id_idx" ON "variants"("connection_id", "inventory_item_external_id");

-- CreateIndex
CREATE UNIQUE INDEX "variants_connection_id_external_id_key" ON "variants"("connection_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "locations_connection_id_external_id_key" ON "locations"("connection_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "inventory_levels_connection_id_inventory_item_external_id_l_key" ON "inventory_levels"("connection_id", "inventory_item_external_id", "location_external_id");

-- CreateIndex
CREATE INDEX "sync_queue_merchant_id_status_created_at_idx" ON "sync_queue"("merchant_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "sync_queue_merchant_id_created_at_idx" ON "sync_queue"("merchant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "sync_queue_connection_id_dedupe_key_key" ON "sync_queue"("connection_id", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_subscriptions_connection_id_topic_key" ON "webhook_subscriptions"("connection_id", "topic");

-- CreateIndex
CREATE INDEX "audit_log_merchant_id_id_idx" ON "audit_log"("merchant_id", "id");

-- CreateIndex
CREATE INDEX "audit_log_merchant_id_kind_id_idx" ON "audit_log"("merchant_id", "kind", "id");

-- CreateIndex
CREATE INDEX "audit_log_entity_type_entity_id_idx" ON "audit_log"("entity_type", "entity_id");

-- CreateIndex
CREATE INDEX "audit_log_delivery_id_idx" ON "audit_log"("delivery_id");

-- CreateIndex
CREATE UNIQUE INDEX "data_exports_connection_id_request_key_key" ON "data_exports"("connection_id", "request_key");

-- CreateIndex
CREATE INDEX "operation_hours_merchant_id_hour_idx" ON "operation_hours"("merchant_id", "hour");

-- Partial indexes: what Prisma does not model (see the head of schema.prisma).
CREATE INDEX "deliveries_due" ON "deliveries"("next_attempt_at", "id") WHERE "status" IN ('pending', 'failed');
CREATE INDEX "deliveries_leased_due" ON "deliveries"("lease_until") WHERE "status" = 'processing';
CREATE INDEX "deliveries_held_due" ON "deliveries"("hold_until") WHERE "status" = 'held';
CREATE INDEX "deliveries_hold_key_due" ON "deliveries"("connection_id", "hold_key") WHERE "status" = 'held';
CREATE INDEX "deliveries_attention_due" ON "deliveries"("merchant_id", "status", "received_at") WHERE "status" IN ('pending', 'processing', 'held', 'failed', 'dead');
CREATE INDEX "deliveries_external_due" ON "deliveries"("merchant_id", "external_id") WHERE "external_id" IS NOT NULL;
CREATE INDEX "deliveries_order_due" ON "deliveries"("merchant_id", "order_ref") WHERE "order_ref" IS NOT NULL;
CREATE INDEX "sync_queue_due" ON "sync_queue"("next_attempt_at", "id") WHERE "status" IN ('pending', 'failed');
CREATE INDEX "sync_queue_leased_due" ON "sync_queue"("lease_until") WHERE "status" = 'processing';
