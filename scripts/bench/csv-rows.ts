/** A file of orders as a shop exports it; `first` makes its order numbers its own. */
export function csvFile(rows: number, first = 1): string {
  const lines = ["order_id,customer_phone,order_date,customer_name,delivery_date,order_status,customer_email"];
  for (let number = first; number < first + rows; number++) {
    const day = String(1 + (number % 28)).padStart(2, "0");
    const isDelivered = number % 3 !== 0;
    lines.push(
      `B-${number},+1415${5_000_000 + (number % 4_000_000)},2026-08-${day},Ana Example ${number},${isDelivered ? `2026-09-${day}` : ""},${isDelivered ? "delivered" : "created"},ana${number}@example.com`,
    );
  }
  return lines.join("\r\n");
}
