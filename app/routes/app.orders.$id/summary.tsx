/** The order as it is now: items, money, customer. */
import { Badge, BlockStack, Card, Text } from "@shopify/polaris";
import type { OrderView } from "#app/presenters/order.server.ts";

export function Items({ lines }: Pick<OrderView, "lines">) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Items
        </Text>
        <div className="cd-scroll">
          <table className="cd-table">
            <thead>
              <tr>
                <th scope="col">Item</th>
                <th scope="col" className="cd-table__number">
                  Quantity
                </th>
                <th scope="col" className="cd-table__number">
                  Price
                </th>
                <th scope="col" className="cd-table__number">
                  Total
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.key}>
                  <th scope="row">
                    {line.title}
                    {line.isTip && (
                      <>
                        {" "}
                        <Badge>Tip</Badge>
                      </>
                    )}
                    {(line.variant ?? line.sku) && (
                      <Text as="p" variant="bodySm" tone="subdued">
                        {[line.variant, line.sku && `SKU ${line.sku}`].filter(Boolean).join(" · ")}
                      </Text>
                    )}
                  </th>
                  <td className="cd-table__number">{line.quantity}</td>
                  <td className="cd-table__number">
                    {line.unitPrice}
                    {line.discount && (
                      <Text as="p" variant="bodySm" tone="subdued">
                        {line.discount}
                      </Text>
                    )}
                  </td>
                  <td className="cd-table__number">{line.total}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </BlockStack>
    </Card>
  );
}

export function MoneyCard({ view }: { view: OrderView }) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Amounts
        </Text>
        <dl className="cd-money">
          {view.money.map((line) => (
            <MoneyPair key={line.label} line={line} />
          ))}
        </dl>
        <Details
          title="Discounts"
          rows={view.discounts.map((row) => ({ key: row.key, text: `${row.title} on ${row.target}`, amount: row.amount }))}
        />
        <Details
          title="Shipping"
          rows={view.shippingLines.map((row) => ({ key: row.key, text: row.isRemoved ? `${row.title} (removed)` : row.title, amount: row.price }))}
        />
        <Details title="Taxes" rows={view.taxes.map((row) => ({ key: row.key, text: row.title, amount: row.amount }))} />
      </BlockStack>
    </Card>
  );
}

function MoneyPair({ line }: { line: OrderView["money"][number] }) {
  const name = line.isTotal ? "cd-money__total" : undefined;
  return (
    <>
      <dt className={name}>{line.label}</dt>
      <dd className={name}>{line.amount}</dd>
    </>
  );
}

function Details({ title, rows }: { title: string; rows: { key: string; text: string; amount: string }[] }) {
  if (rows.length === 0) return null;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <dl className="cd-money">
        {rows.map((row) => (
          <MoneyPair key={row.key} line={{ label: row.text, amount: row.amount, isTotal: false }} />
        ))}
      </dl>
    </BlockStack>
  );
}

export function CustomerCard({ view }: { view: OrderView }) {
  const { customer } = view;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Customer
        </Text>
        <BlockStack gap="100">
          <Text as="p">{customer.name}</Text>
          {customer.isErased && (
            <Text as="p" tone="subdued">
              Personal data was erased on request.
            </Text>
          )}
          {customer.email && (
            <Text as="p" breakWord>
              {customer.email}
            </Text>
          )}
          {customer.phone && <Text as="p">{customer.phone}</Text>}
        </BlockStack>
        <AddressBlock title="Ships to" lines={view.shippingAddress} />
        <AddressBlock title="Billed to" lines={view.billingAddress} />
      </BlockStack>
    </Card>
  );
}

function AddressBlock({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      {lines.map((line, index) => (
        <Text as="p" key={index}>
          {line}
        </Text>
      ))}
    </BlockStack>
  );
}
