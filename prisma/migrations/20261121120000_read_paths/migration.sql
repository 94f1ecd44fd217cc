-- CreateIndex
CREATE INDEX "sync_queue_connection_id_entity_type_entity_id_idx" ON "sync_queue"("connection_id", "entity_type", "entity_id");

-- What SQLite's planner is told about the data: rows in an index, then rows per value of its first column, first two columns, and so on
-- (https://www.sqlite.org/fileformat2.html#the_sqlite_stat1_table). Written by hand, as of a busy installation: without it SQLite takes
-- merchant_id for selective and walks through all deliveries of a merchant to find one order. ANALYZE is not run later on, so that plans
-- stay the same on every machine; tests/integration/query-plans.test.ts holds them. An index that is not named here gets no say.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
 ('deliveries', 'deliveries_merchant_id_received_at_idx', '1000000 300000 1'),
 ('deliveries', 'deliveries_merchant_id_topic_received_at_idx', '1000000 300000 30000 1'),
 ('deliveries', 'deliveries_connection_id_mode_dedupe_key_key', '1000000 300000 300000 1'),
 ('deliveries', 'deliveries_due', '1000 10 1'),
 ('deliveries', 'deliveries_leased_due', '100 20'),
 ('deliveries', 'deliveries_held_due', '500 2'),
 ('deliveries', 'deliveries_hold_key_due', '500 200 2'),
 ('deliveries', 'deliveries_attention_due', '2000 700 300 1'),
 ('deliveries', 'deliveries_external_due', '1000000 300000 10'),
 ('deliveries', 'deliveries_order_due', '700000 200000 5'),
 ('orders', 'sqlite_autoindex_orders_1', '200000 1'),
 ('orders', 'orders_merchant_id_source_created_at_idx', '200000 60000 1'),
 ('orders', 'orders_merchant_id_hub_status_source_created_at_idx', '200000 60000 10000 1'),
 ('orders', 'orders_merchant_id_order_ref_idx', '200000 60000 1'),
 ('orders', 'orders_customer_id_idx', '200000 4'),
 ('orders', 'orders_connection_id_external_id_key', '200000 60000 1'),
 ('customers', 'sqlite_autoindex_customers_1', '50000 1'),
 ('customers', 'customers_merchant_id_id_idx', '50000 15000 1'),
 ('customers', 'customers_connection_id_external_id_key', '50000 15000 1'),
 ('products', 'sqlite_autoindex_products_1', '10000 1'),
 ('products', 'products_merchant_id_id_idx', '10000 3000 1'),
 ('products', 'products_connection_id_external_id_key', '10000 3000 1'),
 ('variants', 'sqlite_autoindex_variants_1', '30000 1'),
 ('variants', 'variants_product_id_idx', '30000 3'),
 ('variants', 'variants_connection_id_inventory_item_external_id_idx', '30000 10000 1'),
 ('variants', 'variants_connection_id_external_id_key', '30000 10000 1'),
 ('inventory_levels', 'inventory_levels_connection_id_inventory_item_external_id_location_external_id_key', '90000 30000 3 1'),
 ('attempts', 'attempts_delivery_id_idx', '1000000 2'),
 ('attempts', 'attempts_sync_item_id_idx', '1000000 2'),
 ('audit_log', 'audit_log_merchant_id_id_idx', '2000000 600000 1'),
 ('audit_log', 'audit_log_merchant_id_kind_id_idx', '2000000 600000 300000 1'),
 ('audit_log', 'audit_log_entity_type_entity_id_idx', '2000000 500000 5'),
 ('audit_log', 'audit_log_delivery_id_idx', '2000000 2'),
 ('sync_queue', 'sync_queue_merchant_id_status_created_at_idx', '100000 30000 5000 1'),
 ('sync_queue', 'sync_queue_merchant_id_created_at_idx', '100000 30000 1'),
 ('sync_queue', 'sync_queue_connection_id_dedupe_key_key', '100000 30000 1'),
 ('sync_queue', 'sync_queue_connection_id_entity_type_entity_id_idx', '100000 30000 8000 2'),
 ('sync_queue', 'sync_queue_due', '1000 10 1'),
 ('sync_queue', 'sync_queue_leased_due', '100 20'),
 ('operation_hours', 'sqlite_autoindex_operation_hours_1', '100000 30000 3000 2 1'),
 ('operation_hours', 'operation_hours_merchant_id_hour_idx', '100000 30000 20');
