-- A store's orders by its own status and by what that means here: how many have another meaning than the map gives it.
CREATE INDEX "orders_store_status_due" ON "orders"("connection_id", "source_status", "hub_status", "merchant_id") WHERE "source_status" IS NOT NULL AND "deleted_at" IS NULL;
