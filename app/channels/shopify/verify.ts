/** Proof that a delivery is Shopify's: https://shopify.dev/docs/apps/build/webhooks/verify-deliveries */
export { matchSignature, signBody } from "#app/lib/body-signature.ts";
