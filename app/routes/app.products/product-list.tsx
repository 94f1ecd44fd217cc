/** Products; each opens to its variants by location. */
import { Badge, BlockStack, Button, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import type { ProductItem } from "#app/presenters/products.server.ts";

export function ProductList({ products }: { products: ProductItem[] }) {
  return (
    <ul className="cd-list">
      {products.map((product) => (
        <ProductLine key={product.id} product={product} />
      ))}
    </ul>
  );
}

const stockText = (stock: number | null) => (stock === null ? "Stock not known" : `${stock.toLocaleString("en-GB")} in stock`);

function ProductLine({ product }: { product: ProductItem }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const variants = product.variantCount === 1 ? "1 variant" : `${product.variantCount} variants`;
  return (
    <li className="cd-list__block">
      <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
        <BlockStack gap="050">
          <InlineStack gap="200" blockAlign="center">
            <Text as="span" fontWeight="semibold">
              {product.title}
            </Text>
            {product.isDeleted ? (
              <Badge>Deleted</Badge>
            ) : (
              product.status !== "active" && <Badge tone="info">{product.status.charAt(0).toUpperCase() + product.status.slice(1)}</Badge>
            )}
          </InlineStack>
          <Text as="span" variant="bodySm" tone="subdued">
            {[product.vendor, variants].filter(Boolean).join(" · ")}
          </Text>
        </BlockStack>
        <InlineStack gap="300" blockAlign="center" wrap={false}>
          <Text as="span" numeric {...(product.stock !== null && product.stock <= 0 ? { tone: "critical" as const } : {})}>
            {stockText(product.stock)}
          </Text>
          <Button
            variant="tertiary"
            disclosure={isOpen ? "up" : "down"}
            ariaExpanded={isOpen}
            ariaControls={id}
            accessibilityLabel={`Stock of ${product.title}`}
            onClick={() => setOpen(!isOpen)}
          />
        </InlineStack>
      </InlineStack>
      <Collapsible id={id} open={isOpen}>
        <StockTable product={product} />
      </Collapsible>
    </li>
  );
}

function StockTable({ product }: { product: ProductItem }) {
  return (
    <div className="cd-scroll">
      <table className="cd-table">
        <caption className="cd-table__caption">Stock by location</caption>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col" className="cd-table__number">
              Price
            </th>
            {product.locations.map((name) => (
              <th key={name} scope="col" className="cd-table__number">
                {name}
              </th>
            ))}
            {product.locations.length > 1 && (
              <th scope="col" className="cd-table__number">
                Total
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {product.variants.map((variant) => (
            <tr key={variant.id}>
              <th scope="row">
                {variant.title}
                {variant.sku && (
                  <Text as="p" variant="bodySm" tone="subdued">
                    SKU {variant.sku}
                  </Text>
                )}
              </th>
              <td className="cd-table__number">{variant.price}</td>
              {variant.stock.map((stock, index) => (
                <td key={product.locations[index]} className="cd-table__number">
                  {stock ?? "–"}
                </td>
              ))}
              {product.locations.length > 1 && <td className="cd-table__number">{variant.total ?? "–"}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {product.locations.length === 0 && (
        <Text as="p" variant="bodySm" tone="subdued">
          No stock is known: choose Inventory under Integrations to read it.
        </Text>
      )}
    </div>
  );
}
