/** Orders in every state they can be in, as a busy week leaves them, delivered to the app by the sandbox itself. */
import type { StandServices } from "./stand-services.ts";
import type { Stand } from "./start-stand.ts";
import { waitUntil } from "./wait-until.ts";

/** @param shop the shop's domain */
export async function fillShop({ sandbox }: Stand, shop: string, count: number): Promise<void> {
  const { customers } = await sandbox.call<{ customers: { id: string }[] }>("GET", `/sandbox/customers?shop=${shop}`);
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const { order } = await sandbox.call<{ order: { id: string } }>("POST", "/sandbox/orders", {
      shop,
      paid: number % 5 !== 0,
      currency: ["USD", "USD", "EUR", "JPY"][number % 4],
      ...(number % 9 === 0 ? { customer: null } : { customer: customers[number % customers.length]!.id }),
      ...(number % 6 === 0 ? { discount: { type: "percentage", value: 10, code: "AUTUMN10" } } : {}),
      ...(number % 7 === 0
        ? { tip: "3.50", note: "Please leave it with the neighbour at number 12, second floor.", tags: ["wholesale", "gift"] }
        : {}),
      ...(number % 20 === 0 ? { test: true } : {}),
    });
    ids.push(order.id.split("/").at(-1)!);
  }
  const forSome = async (every: number, offset: number, action: string) => {
    for (const id of ids.filter((_, index) => index % every === offset)) await sandbox.call("POST", `/sandbox/orders/${id}/${action}`, {});
  };
  await forSome(3, 1, "fulfill");
  await forSome(6, 1, "deliver");
  await forSome(10, 2, "refund");
  await forSome(15, 3, "cancel");
}

export async function countDeliveries({ ctx }: StandServices, ...statuses: string[]): Promise<number> {
  const rows = await ctx.db.read.selectFrom("deliveries").select("id").where("status", "in", statuses).execute();
  return rows.length;
}

/** The sandbox has delivered everything about the shop, and the app has worked on all of it. */
export async function untilAllIsProcessed({ sandbox }: Stand, here: StandServices, shop: string): Promise<void> {
  const states = async () => (await sandbox.call<{ webhooks: { state: string }[] }>("GET", `/sandbox/webhooks?shop=${shop}&limit=1000`)).webhooks;
  await waitUntil("the sandbox has delivered everything", async () => (await states()).every((one) => one.state === "delivered"), {
    timeoutMs: 120_000,
    everyMs: 250,
  });
  await waitUntil("the worker has processed everything", async () => (await countDeliveries(here, "pending", "processing")) === 0, {
    timeoutMs: 120_000,
    everyMs: 250,
  });
}
