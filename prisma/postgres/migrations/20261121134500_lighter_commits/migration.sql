-- Each commit of ingest writes a page of every index that the new row is in. A new delivery is pending: it is in the queue's index only,
-- which now answers how many of a merchant's wait without reading the rows. The index of what is in trouble leaves out what waits and what
-- is in work. The index by topic takes a delivery in when it is completed. Read through app/data/open-deliveries.ts.
DROP INDEX "deliveries_attention_due";
DROP INDEX "deliveries_due";
DROP INDEX "deliveries_leased_due";
DROP INDEX "deliveries_merchant_id_topic_received_at_idx";
CREATE INDEX "deliveries_trouble_due" ON "deliveries"("merchant_id", "status", "received_at") WHERE "status" IN ('held', 'failed', 'dead');
CREATE INDEX "deliveries_waiting_due" ON "deliveries"("next_attempt_at", "id", "merchant_id", "status", "received_at") WHERE "status" IN ('pending', 'failed');
CREATE INDEX "deliveries_leased_due" ON "deliveries"("merchant_id") WHERE "status" = 'processing';
CREATE INDEX "deliveries_topic_due" ON "deliveries"("merchant_id", "topic", "received_at") WHERE "status" = 'completed';
