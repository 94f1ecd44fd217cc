import type { NewId } from "../commerce/happening.ts";
import type { Prng } from "./prng.ts";
import type { Location, Product, Variant } from "./types.ts";

const NAMES = [
  "Linen Shirt",
  "Wool Scarf",
  "Canvas Tote",
  "Leather Belt",
  "Rain Jacket",
  "Cotton Socks",
  "Denim Apron",
  "Silk Scarf",
  "Straw Hat",
  "Running Vest",
  "Ceramic Mug",
  "Oak Board",
  "Steel Bottle",
  "Glass Teapot",
  "Brass Lamp",
  "Cork Coaster",
  "Clay Planter",
  "Beeswax Candle",
  "Linen Napkin",
  "Enamel Pan",
  "Field Notebook",
  "Desk Organiser",
  "Fountain Pen",
  "Wall Calendar",
  "Pencil Case",
  "Espresso Beans",
  "Green Tea",
  "Olive Oil",
  "Sea Salt",
] as const;
const VENDORS = ["Northwind Goods", "Harbour & Pine", "Atelier Example"] as const;
const SIZES = ["S", "M", "L"] as const;
const COLOURS = ["Natural", "Indigo"] as const;

/** Thirty products: clothes in sizes and colours, things in one variant, and a gift card. */
export function buildProducts(random: Prng, createdAt: number, newId: NewId): Product[] {
  const goods = NAMES.map((title, index) => {
    const type = index < 10 ? "Clothing" : index < 25 ? "Home" : "Pantry";
    const price = random.int(4, 120) * 100 + random.pick([0, 50, 95, 99]);
    return buildProduct(
      { title, type, vendor: VENDORS[index % 3]!, price, options: optionsFor(index), isGiftCard: false, createdAt: createdAt + index * 60_000 },
      random,
      newId,
    );
  });
  const giftCard = buildProduct(
    {
      title: "Gift Card",
      type: "Gift Cards",
      vendor: "Crossdock Demo",
      price: 2500,
      options: [[{ name: "Denominations", value: "$25.00" }], [{ name: "Denominations", value: "$50.00" }]],
      isGiftCard: true,
      createdAt: createdAt + 3_600_000,
    },
    random,
    newId,
  );
  giftCard.variants[1]!.price = 5000;
  return [...goods, giftCard];
}

function optionsFor(index: number): Variant["options"][] {
  if (index >= 10) return [[{ name: "Title", value: "Default Title" }]];
  if (index % 3 === 0)
    return SIZES.flatMap((size) =>
      COLOURS.map((colour) => [
        { name: "Size", value: size },
        { name: "Colour", value: colour },
      ]),
    );
  return SIZES.map((size) => [{ name: "Size", value: size }]);
}

export interface ProductSpec {
  title: string;
  type: string;
  vendor: string;
  /** In minor units of the shop's currency. */
  price: number;
  options: Variant["options"][];
  isGiftCard: boolean;
  createdAt: number;
}

export function buildProduct(spec: ProductSpec, random: Prng, newId: NewId): Product {
  const id = newId("Product");
  const handle = spec.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const code = spec.title
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "")
    .slice(0, 8);
  const variants = spec.options.map((options, index): Variant => {
    const variantId = newId("ProductVariant");
    const title = options.map((option) => option.value).join(" / ");
    return {
      id: variantId,
      inventoryItemId: newId("InventoryItem"),
      title,
      options,
      sku:
        spec.options.length === 1
          ? code
          : `${code}-${options
              .map((option) =>
                option.value
                  .toUpperCase()
                  .replace(/[^A-Z0-9]/g, "")
                  .slice(0, 4),
              )
              .join("-")}`,
      barcode: spec.isGiftCard ? null : `00${random.int(10 ** 9, 9 * 10 ** 9)}`,
      price: spec.price,
      compareAtPrice: random.int(0, 5) === 0 ? spec.price + 1000 : null,
      grams: spec.isGiftCard ? 0 : random.int(50, 2000),
      taxable: !spec.isGiftCard,
      requiresShipping: !spec.isGiftCard,
      tracked: !spec.isGiftCard,
      position: index + 1,
      createdAt: spec.createdAt,
      updatedAt: spec.createdAt,
    };
  });
  return {
    id,
    title: spec.title,
    handle,
    descriptionHtml: `<p>${spec.title}, from the demo shop.</p>`,
    vendor: spec.vendor,
    productType: spec.type,
    status: "ACTIVE",
    tags: [spec.type.toLowerCase()],
    isGiftCard: spec.isGiftCard,
    variants,
    createdAt: spec.createdAt,
    updatedAt: spec.createdAt,
    publishedAt: spec.createdAt,
  };
}

/** Three places that hold stock. */
export function buildLocations(createdAt: number, newId: NewId): Location[] {
  const place = (name: string, address1: string, city: string, province: string, provinceCode: string, zip: string): Location => ({
    id: newId("Location"),
    name,
    address1,
    city,
    province,
    provinceCode,
    country: "United States",
    countryCode: "US",
    zip,
    phone: null,
    isActive: true,
    createdAt,
    updatedAt: createdAt,
  });
  return [
    place("Shop location", "12 Example Plaza", "New York", "New York", "NY", "10013"),
    place("East warehouse", "400 Dockside Road", "Newark", "New Jersey", "NJ", "07105"),
    place("West warehouse", "77 Harbor Way", "Oakland", "California", "CA", "94607"),
  ];
}
