-- CreateIndex
CREATE INDEX "messages_merchant_id_address_created_at_idx" ON "messages"("merchant_id", "address", "created_at");

-- By hand: Prisma knows no index over an expression. The rights of a person (export, erasure, STOP) hold whatever the case of their address.
CREATE INDEX "messages_lower_address_due" ON "messages"("merchant_id", lower("address"));
