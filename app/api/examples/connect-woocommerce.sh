# A WooCommerce store is connected with its REST keys, and its first hundred orders are read. STORE_URL, STORE_KEY and STORE_SECRET are the store's.
TOKEN=$(curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/auth/token" \
  -H "Content-Type: application/json" -d "{\"api_key\": \"$CROSSDOCK_KEY\"}" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

STORE=$(curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/woocommerce/integrations" \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d "{ \"store_url\": \"$STORE_URL\", \"consumer_key\": \"$STORE_KEY\", \"consumer_secret\": \"$STORE_SECRET\", \"integration_name\": \"My store\" }" \
  | sed 's/.*"integration":{"id":"\([^"]*\)".*/\1/')

curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/woocommerce/integrations/$STORE/sync" \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d '{ "limit": 100 }'
