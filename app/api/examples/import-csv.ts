// A file of old orders: it runs, and rows with mistakes are named. Node 22 or newer, no packages: node import-csv.ts
const { CROSSDOCK_URL, CROSSDOCK_KEY } = process.env;

async function call(path: string, headers: Record<string, string>, body?: string) {
  const response = await fetch(`${CROSSDOCK_URL}${path}`, body ? { method: "POST", headers, body } : { headers });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.error.type}: ${answer.error.message}`);
  return answer;
}

const token = await call("/api/v1/auth/token", { "Content-Type": "application/json" }, JSON.stringify({ api_key: CROSSDOCK_KEY }));
const bearer = { Authorization: `Bearer ${token.access_token}` };

const file = `order_id,customer_phone,order_date,customer_name,delivery_date,order_status
A-1001,+14155552671,2026-10-02,Ana Silva,2026-10-06,delivered
A-1003,0171 2345678,2026-10-03,Ben Weber,,created
`;
const { id } = (await call("/api/v1/imports?file_name=october.csv", { ...bearer, "Content-Type": "text/csv" }, file)).import;

let run;
do {
  await new Promise((resolve) => setTimeout(resolve, 500));
  run = await call(`/api/v1/imports/${id}`, bearer);
} while (run.import.status === "importing");

console.log(`${run.import.status}: ${run.import.imported_rows} imported, ${run.import.unchanged_rows} known before`);
for (const { row, column, message } of run.errors) console.log(`row ${row}, ${column}: ${message}`);

export {};
