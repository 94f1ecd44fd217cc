# One order, with everything that happened to it.
TOKEN=$(curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/auth/token" \
  -H "Content-Type: application/json" -d "{\"api_key\": \"$CROSSDOCK_KEY\"}" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/orders/API-10045?include=timeline" \
  -H "Authorization: Bearer $TOKEN"
