-- CreateIndex
CREATE INDEX "inventory_levels_merchant_id_id_idx" ON "inventory_levels"("merchant_id", "id");
