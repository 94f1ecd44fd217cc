/** The topics of wc/v3 with WordPress' hooks behind each, as GET /webhooks tells them. */
const HOOKS: Record<string, readonly string[]> = {
  "coupon.created": ["woocommerce_process_shop_coupon_meta", "woocommerce_new_coupon"],
  "coupon.updated": ["woocommerce_process_shop_coupon_meta", "woocommerce_update_coupon"],
  "coupon.deleted": ["wp_trash_post"],
  "coupon.restored": ["untrashed_post"],
  "customer.created": ["user_register", "woocommerce_created_customer", "woocommerce_new_customer"],
  "customer.updated": ["profile_update", "woocommerce_update_customer"],
  "customer.deleted": ["delete_user"],
  // A valid topic that nothing ever fires.
  "customer.restored": [],
  "order.created": ["woocommerce_new_order"],
  "order.updated": ["woocommerce_update_order", "woocommerce_order_refunded"],
  "order.deleted": ["wp_trash_post", "woocommerce_trash_order"],
  "order.restored": ["untrashed_post", "woocommerce_untrash_order"],
  "product.created": ["woocommerce_process_product_meta", "woocommerce_new_product", "woocommerce_new_product_variation"],
  "product.updated": ["woocommerce_process_product_meta", "woocommerce_update_product", "woocommerce_update_product_variation"],
  "product.deleted": ["wp_trash_post"],
  "product.restored": ["untrashed_post"],
};

const isAction = (topic: string): boolean => /^action\.(woocommerce_|wc_)/.test(topic);

export const isTopic = (topic: string): boolean => topic in HOOKS || isAction(topic);

export const hooksOf = (topic: string): readonly string[] => HOOKS[topic] ?? [topic.split(".")[1]!];

/** "order.created" → ["order", "created"] */
export function splitTopic(topic: string): [resource: string, event: string] {
  const [resource, event] = topic.split(".");
  return [resource!, event!];
}
