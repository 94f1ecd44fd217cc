# A WooCommerce store is connected with its REST keys, and all of its orders are read. Python 3.9 or newer, no packages: python3 connect-woocommerce.py
import json, os
from urllib.request import Request, urlopen


def post(path, body, headers={}):
    headers = {"Content-Type": "application/json", **headers}
    return json.load(urlopen(Request(f"{os.environ['CROSSDOCK_URL']}/api/v1/{path}", data=json.dumps(body).encode(), headers=headers)))


token = post("auth/token", {"api_key": os.environ["CROSSDOCK_KEY"]})
bearer = {"Authorization": f"Bearer {token['access_token']}"}

keys = {"store_url": os.environ["STORE_URL"], "consumer_key": os.environ["STORE_KEY"], "consumer_secret": os.environ["STORE_SECRET"]}
store = post("woocommerce/integrations", {**keys, "integration_name": "My store"}, bearer)["integration"]

body = {"limit": 100}
while True:
    answer = post(f"woocommerce/integrations/{store['id']}/sync", body, bearer)
    print(answer["message"])
    if "next_since" not in answer["result"]:
        break
    body["since"] = answer["result"]["next_since"]
