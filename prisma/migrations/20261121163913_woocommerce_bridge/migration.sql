-- CreateTable
CREATE TABLE "bridge_sites" (
    "connection_id" TEXT NOT NULL PRIMARY KEY,
    "merchant_id" TEXT NOT NULL,
    "site_url" TEXT NOT NULL,
    "secret_encrypted" TEXT NOT NULL,
    "previous_encrypted" TEXT,
    "previous_until" BIGINT,
    "last_seq" BIGINT NOT NULL DEFAULT 0,
    "max_seq" BIGINT NOT NULL DEFAULT 0,
    "clock_offset_ms" BIGINT,
    "last_contact_at" BIGINT,
    "last_event_at" BIGINT,
    "plugin_version" TEXT,
    "wp_version" TEXT,
    "wc_version" TEXT,
    "php_version" TEXT,
    "capabilities" TEXT NOT NULL,
    "health" TEXT NOT NULL,
    "outbox" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "bridge_gaps" (
    "connection_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "missed_at" BIGINT NOT NULL,
    "asked_at" BIGINT,
    "asked_times" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("connection_id", "seq")
);

-- CreateTable
CREATE TABLE "pairing_codes" (
    "code_sha256" TEXT NOT NULL PRIMARY KEY,
    "merchant_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,
    "used_at" BIGINT,
    "connection_id" TEXT
);

-- CreateTable
CREATE TABLE "bridge_commands" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "sync_item_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" BIGINT,
    "result" TEXT,
    "error_code" TEXT,
    "error_message" TEXT,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,
    "completed_at" BIGINT
);

-- CreateTable
CREATE TABLE "invitations" (
    "code_sha256" TEXT NOT NULL PRIMARY KEY,
    "note" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,
    "used_at" BIGINT,
    "merchant_id" TEXT
);

-- CreateTable
CREATE TABLE "wc_auth_requests" (
    "nonce_sha256" TEXT NOT NULL PRIMARY KEY,
    "merchant_id" TEXT NOT NULL,
    "store_url" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,
    "used_at" BIGINT,
    "connection_id" TEXT
);

-- CreateTable
CREATE TABLE "status_mappings" (
    "connection_id" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "from_value" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "to_value" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    PRIMARY KEY ("connection_id", "direction", "from_value")
);

-- CreateTable
CREATE TABLE "order_notes" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "order_external_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "author" TEXT,
    "body" TEXT NOT NULL,
    "is_customer_note" INTEGER NOT NULL,
    "source_created_at" BIGINT NOT NULL,
    "deleted_at" BIGINT,
    "updated_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "poll_states" (
    "connection_id" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "cursor" BIGINT NOT NULL,
    "next_poll_at" BIGINT NOT NULL,
    "last_polled_at" BIGINT,
    "found" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_message" TEXT,
    "updated_at" BIGINT NOT NULL,

    PRIMARY KEY ("connection_id", "entity")
);

-- CreateTable
CREATE TABLE "idempotent_requests" (
    "merchant_id" TEXT NOT NULL,
    "key_sha256" TEXT NOT NULL,
    "request_sha256" TEXT NOT NULL,
    "status" INTEGER,
    "answer" TEXT,
    "created_at" BIGINT NOT NULL,
    "expires_at" BIGINT NOT NULL,

    PRIMARY KEY ("merchant_id", "key_sha256")
);

-- CreateIndex
CREATE INDEX "bridge_sites_merchant_id_idx" ON "bridge_sites"("merchant_id");

-- CreateIndex
CREATE INDEX "pairing_codes_merchant_id_created_at_idx" ON "pairing_codes"("merchant_id", "created_at");

-- CreateIndex
CREATE INDEX "bridge_commands_connection_id_status_created_at_idx" ON "bridge_commands"("connection_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "bridge_commands_merchant_id_created_at_idx" ON "bridge_commands"("merchant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "bridge_commands_connection_id_dedupe_key_key" ON "bridge_commands"("connection_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "order_notes_connection_id_order_external_id_idx" ON "order_notes"("connection_id", "order_external_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_notes_connection_id_external_id_key" ON "order_notes"("connection_id", "external_id");
