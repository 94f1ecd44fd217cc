-- CreateIndex
CREATE INDEX "sync_queue_connection_id_entity_type_entity_id_idx" ON "sync_queue"("connection_id", "entity_type", "entity_id");
