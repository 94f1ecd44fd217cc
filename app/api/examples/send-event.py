# An order was delivered. Python 3.9 or newer, no packages: python3 send-event.py
import json, os, sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

event = {
    "event_type": "order_delivered",
    "external_order_id": "10048",
    "occurred_at": "2026-11-20T10:15:00Z",
    "customer": {"phone": "+14155552671", "name": "Ana Silva", "email": "ana@example.com"},
    "order": {"status": "delivered", "delivered_at": "2026-11-20T10:15:00Z", "total": "129.90", "currency": "EUR"},
}

call = Request(
    os.environ["CROSSDOCK_URL"] + "/webhooks/commerce/event",
    data=json.dumps(event).encode(),
    headers={"X-Api-Key": os.environ["CROSSDOCK_KEY"], "Content-Type": "application/json"},
)
try:
    answer = json.load(urlopen(call))
    print(answer["event_id"], "(was here before)" if answer["duplicate"] else "")
except HTTPError as refusal:
    answer = json.load(refusal)
    # Every mistake at once: where it is, and what is wrong with it.
    for mistake in answer.get("errors", [{"path": answer["error"]["type"], "message": answer["error"]["message"]}]):
        print(f"{mistake['path']}: {mistake['message']}", file=sys.stderr)
    sys.exit(1)
