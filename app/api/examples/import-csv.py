# A file of old orders: it runs, and rows with mistakes are named. Python 3.9 or newer, no packages: python3 import-csv.py
import json, os, time
from urllib.request import Request, urlopen


def call(path, headers, data=None):
    return json.load(urlopen(Request(os.environ["CROSSDOCK_URL"] + path, data=data, headers=headers)))


key = json.dumps({"api_key": os.environ["CROSSDOCK_KEY"]}).encode()
token = call("/api/v1/auth/token", {"Content-Type": "application/json"}, key)
bearer = {"Authorization": f"Bearer {token['access_token']}"}

file = """order_id,customer_phone,order_date,customer_name,delivery_date,order_status
A-1001,+14155552671,2026-10-02,Ana Silva,2026-10-06,delivered
A-1005,0171 2345678,2026-10-03,Ben Weber,,created
"""
id = call("/api/v1/imports?file_name=october.csv", {**bearer, "Content-Type": "text/csv"}, file.encode())["import"]["id"]

while True:
    time.sleep(0.5)
    run = call(f"/api/v1/imports/{id}", bearer)
    if run["import"]["status"] != "importing":
        break

print(f"{run['import']['status']}: {run['import']['imported_rows']} imported, {run['import']['unchanged_rows']} known before")
for mistake in run["errors"]:
    print(f"row {mistake['row']}, {mistake['column']}: {mistake['message']}")
