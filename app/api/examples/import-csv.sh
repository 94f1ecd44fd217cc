# Two old orders from a file; the import runs, and rows with mistakes are named.
TOKEN=$(curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/auth/token" \
  -H "Content-Type: application/json" -d "{\"api_key\": \"$CROSSDOCK_KEY\"}" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

curl --fail-with-body -sS "$CROSSDOCK_URL/api/v1/imports?file_name=october.csv" \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: text/csv" \
  --data-binary 'order_id,customer_phone,order_date,customer_name,delivery_date,order_status
A-1001,+14155552671,2026-10-02,Ana Silva,2026-10-06,delivered
A-1002,+4915112345678,2026-10-03,Ben Weber,,created
'
