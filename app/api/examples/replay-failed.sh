# What failed today is processed once more. Nothing is applied twice, and no messages follow.
TOKEN=$(curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/auth/token" \
  -H "Content-Type: application/json" -d "{\"api_key\": \"$CROSSDOCK_KEY\"}" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/deliveries/replay" \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d "{ \"status\": \"dead\", \"since\": \"$(date -u +%Y-%m-%dT00:00:00Z)\" }"
