# A token of 15 minutes, then the newest orders.
TOKEN=$(curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/auth/token" \
  -H "Content-Type: application/json" -d "{\"api_key\": \"$CROSSDOCK_KEY\"}" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/orders?limit=20&fields=order_ref,status,total,currency" \
  -H "Authorization: Bearer $TOKEN"
