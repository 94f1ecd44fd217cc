/** Proof that a core webhook is the store's: X-WC-Webhook-Signature, with the secret that we gave the webhook. https://woocommerce.com/document/webhooks/ */
export { matchSignature, signBody } from "#app/lib/body-signature.ts";
