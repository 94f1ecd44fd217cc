# Every order, page by page. Python 3.9 or newer, no packages: python3 list-orders.py
import json, os
from urllib.request import Request, urlopen


def call(path, headers, body=None):
    data = None if body is None else json.dumps(body).encode()
    return json.load(urlopen(Request(os.environ["CROSSDOCK_URL"] + path, data=data, headers=headers)))


token = call("/api/v1/auth/token", {"Content-Type": "application/json"}, {"api_key": os.environ["CROSSDOCK_KEY"]})
bearer = {"Authorization": f"Bearer {token['access_token']}"}

after = ""
while after is not None:
    page = call(f"/api/v1/orders?limit=100&after={after}", bearer)
    for order in page["orders"]:
        print(order["order_ref"], order["status"], order["total"] or "", order["currency"])
    after = page["next_cursor"]
