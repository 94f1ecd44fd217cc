/** What the demo store sells: 25 products, of which five come in variations. Prices in the smallest whole unit of the store's currency. */
interface SeedProduct {
  name: string;
  price: number;
  /** Percent off, for those on sale. */
  off?: number;
  options?: { name: string; values: readonly string[] }[];
  /** Nothing to ship. */
  isVirtual?: boolean;
  /** Nobody counts its stock. */
  isUncounted?: boolean;
}

const SIZES = ["S", "M", "L", "XL"];

export const SEED_PRODUCTS: readonly SeedProduct[] = [
  { name: "Linen Apron", price: 38, options: [{ name: "Size", values: ["S", "M", "L"] }] },
  {
    name: "Work Shirt",
    price: 62,
    options: [
      { name: "Size", values: SIZES },
      { name: "Colour", values: ["Indigo", "Natural"] },
    ],
  },
  { name: "Wool Beanie", price: 24, options: [{ name: "Colour", values: ["Moss", "Rust", "Slate"] }] },
  { name: "Canvas Tote", price: 18.5, options: [{ name: "Print", values: ["Plain", "Harbour"] }] },
  { name: "Rain Jacket", price: 129, off: 20, options: [{ name: "Size", values: SIZES }] },
  { name: "Stoneware Mug", price: 12.5 },
  { name: "Pour-over Set", price: 44 },
  { name: "Enamel Kettle", price: 56.95 },
  { name: "Bread Knife", price: 32 },
  { name: "Oak Cutting Board", price: 41.5, off: 10 },
  { name: "Cast Iron Pan", price: 68 },
  { name: "Linen Napkins, set of 4", price: 29.99 },
  { name: "Beeswax Candle", price: 9.95 },
  { name: "Desk Lamp", price: 87 },
  { name: "Notebook A5", price: 7.5 },
  { name: "Fountain Pen", price: 34.75 },
  { name: "Leather Key Ring", price: 11 },
  { name: "Wall Clock", price: 49 },
  { name: "Picnic Blanket", price: 58.25 },
  { name: "Thermos 0.75 l", price: 27.9 },
  { name: "Olive Oil 500 ml", price: 16.8 },
  { name: "Single Origin Coffee 250 g", price: 13.4 },
  { name: "Sea Salt", price: 6.2 },
  { name: "Gift Wrapping Course", price: 45, isVirtual: true, isUncounted: true },
  { name: "Free Catalogue", price: 0, isUncounted: true },
];
