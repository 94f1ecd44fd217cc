import type { Prng } from "../shop/prng.ts";
import type { Customer, Product, Variant } from "../shop/types.ts";
import type { TaxRate } from "./amounts.ts";

/** Tax as the demo shop charges it: by the currency's home, New York's two rates, or none elsewhere in the world. */
export function taxRatesFor(presentmentCurrency: string, customer: Customer | null): TaxRate[] {
  if (presentmentCurrency === "EUR") return [{ title: "DE VAT", rate: 0.19 }];
  if (presentmentCurrency === "JPY") return [{ title: "JP Consumption Tax", rate: 0.1 }];
  const province = customer?.addresses[0]?.provinceCode ?? "NY";
  if (province === "NY")
    return [
      { title: "New York State Tax", rate: 0.04 },
      { title: "New York City Tax", rate: 0.04875 },
    ];
  if (province === "TX") return [{ title: "Texas State Tax", rate: 0.0625 }];
  return [];
}

export function pickVariant(products: Product[], random: Prng): { product: Product; variant: Variant } {
  const product = random.pick(products);
  return { product, variant: random.pick(product.variants) };
}
