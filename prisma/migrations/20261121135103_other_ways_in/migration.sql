-- AlterTable
ALTER TABLE "connections" ADD COLUMN "secret_encrypted" TEXT;

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_sha256" TEXT NOT NULL,
    "scopes" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "expires_at" BIGINT,
    "last_used_at" BIGINT,
    "revoked_at" BIGINT,
    "replaced_by" TEXT
);

-- CreateTable
CREATE TABLE "quota_windows" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "merchant_id" TEXT NOT NULL,
    "started_at" BIGINT NOT NULL,
    "used" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "imports" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_bytes" INTEGER NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "mapping" TEXT NOT NULL,
    "plans_messages" INTEGER NOT NULL DEFAULT 0,
    "total_rows" INTEGER NOT NULL,
    "good_rows" INTEGER NOT NULL,
    "bad_rows" INTEGER NOT NULL,
    "imported_rows" INTEGER NOT NULL DEFAULT 0,
    "unchanged_rows" INTEGER NOT NULL DEFAULT 0,
    "undone_rows" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_message" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "started_at" BIGINT,
    "completed_at" BIGINT
);

-- CreateTable
CREATE TABLE "import_rows" (
    "import_id" TEXT NOT NULL,
    "row_number" INTEGER NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "cells" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "errors" TEXT NOT NULL,
    "order_external_id" TEXT,
    "order_id" TEXT,
    "before" TEXT,
    "after_sha256" TEXT,

    PRIMARY KEY ("import_id", "row_number")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "merchant_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "order_id" TEXT,
    "customer_id" TEXT,
    "direction" TEXT NOT NULL,
    "step" TEXT,
    "channel" TEXT NOT NULL,
    "address" TEXT,
    "language" TEXT,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "error_class" TEXT,
    "error_message" TEXT,
    "subject" TEXT,
    "body" TEXT,
    "provider_id" TEXT,
    "planned_for" BIGINT,
    "send_after" BIGINT,
    "sent_at" BIGINT,
    "delivered_at" BIGINT,
    "read_at" BIGINT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "cause" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL,
    "erased_at" BIGINT
);

-- CreateTable
CREATE TABLE "consents" (
    "merchant_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    PRIMARY KEY ("merchant_id", "address")
);

-- CreateTable
CREATE TABLE "merchant_settings" (
    "merchant_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "updated_at" BIGINT NOT NULL,

    PRIMARY KEY ("merchant_id", "subject")
);

-- By hand: Prisma would write the whole table anew for a column with a default.
ALTER TABLE "customers" ADD COLUMN "told_at" TEXT;
ALTER TABLE "orders" ADD COLUMN "told_at" TEXT;
ALTER TABLE "orders" ADD COLUMN "has_totals" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_sha256_key" ON "api_keys"("key_sha256");

-- CreateIndex
CREATE INDEX "api_keys_merchant_id_created_at_idx" ON "api_keys"("merchant_id", "created_at");

-- CreateIndex
CREATE INDEX "imports_merchant_id_created_at_idx" ON "imports"("merchant_id", "created_at");

-- CreateIndex
CREATE INDEX "import_rows_merchant_id_order_id_idx" ON "import_rows"("merchant_id", "order_id");

-- CreateIndex
CREATE INDEX "messages_merchant_id_created_at_idx" ON "messages"("merchant_id", "created_at");

-- CreateIndex
CREATE INDEX "messages_merchant_id_customer_id_idx" ON "messages"("merchant_id", "customer_id");

-- CreateIndex
CREATE INDEX "messages_merchant_id_status_send_after_idx" ON "messages"("merchant_id", "status", "send_after");

-- CreateIndex
CREATE UNIQUE INDEX "messages_order_id_step_key" ON "messages"("order_id", "step");

-- CreateIndex
CREATE UNIQUE INDEX "messages_channel_provider_id_key" ON "messages"("channel", "provider_id");
