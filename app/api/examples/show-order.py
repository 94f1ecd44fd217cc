# One order, with everything that happened to it. Python 3.9 or newer, no packages: python3 show-order.py
import json, os
from urllib.request import Request, urlopen


def call(path, headers, body=None):
    data = None if body is None else json.dumps(body).encode()
    return json.load(urlopen(Request(os.environ["CROSSDOCK_URL"] + path, data=data, headers=headers)))


token = call("/api/v1/auth/token", {"Content-Type": "application/json"}, {"api_key": os.environ["CROSSDOCK_KEY"]})
bearer = {"Authorization": f"Bearer {token['access_token']}"}

order = call("/api/v1/orders/API-10045?include=timeline", bearer)["order"]
print(order["order_ref"], order["status"])
for entry in order["timeline"]:
    print(entry["at"], entry["title"])
