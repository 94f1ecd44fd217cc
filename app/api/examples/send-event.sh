# An order was delivered. Send it again when no answer came: the same event is stored once.
curl --fail-with-body -sS "$CROSSDOCK_URL/webhooks/commerce/event" \
  -H "X-Api-Key: $CROSSDOCK_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "event_type": "order_delivered",
    "external_order_id": "10045",
    "occurred_at": "2026-11-20T10:15:00Z",
    "customer": {
      "phone": "+14155552671", "name": "Ana Silva", "email": "ana@example.com"
    },
    "order": {
      "status": "delivered", "delivered_at": "2026-11-20T10:15:00Z",
      "total": "129.90", "currency": "EUR"
    }
  }'
