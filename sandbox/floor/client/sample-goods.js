import { post, shop } from "./api.js";
import { element } from "./elements.js";

const PRODUCTS = [
  { title: "Enamel Mug", price: "14.00", sku: "MUG-ENAMEL" },
  { title: "Wool Blanket", price: "89.00", sku: "BLANKET-WOOL" },
  { title: "Field Notebook", price: "9.50", sku: "NOTEBOOK-FIELD" },
];
const CUSTOMER = { first_name: "Robin", last_name: "Example", email: "robin@customer.example", phone: "+15555550123" };

/** What a shop without products shows in place of the order form: one press gives it something to sell. */
export function sampleGoodsOffer(onAdded) {
  const add = element("button", { class: "button button-primary", type: "button" }, "Add sample products");
  add.addEventListener("click", async () => {
    add.disabled = true;
    for (const product of PRODUCTS) {
      const added = await post("/sandbox/products", { shop, ...product });
      if (added) await post(`/sandbox/products/${added.product.id}/stock`, { available: 25 });
    }
    await post("/sandbox/customers", { shop, ...CUSTOMER }, "Three products and a customer added.");
    await onAdded();
  });
  return [element("p", { class: "subdued" }, "This shop has no products yet, so nothing can be ordered."), add];
}
