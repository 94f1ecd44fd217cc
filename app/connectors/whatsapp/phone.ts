/**
 * WhatsApp's own number of a person is not always the one they are called by: Mexico and Argentina keep a digit for mobile phones there,
 * Brazil drops one. https://developers.facebook.com/docs/whatsapp/cloud-api/reference/phone-numbers
 */
const VARIANTS: readonly [RegExp, string][] = [
  [/^521(\d{10})$/, "52$1"],
  [/^52(\d{10})$/, "521$1"],
  [/^549(\d{10})$/, "54$1"],
  [/^54(\d{10})$/, "549$1"],
  [/^55(\d{2})9(\d{8})$/, "55$1$2"],
  [/^55(\d{2})(\d{8})$/, "55$19$2"],
];

/** WhatsApp's id of a person → E.164, first as it stands, then every other form of the same number. */
export function addressesOf(waId: string): string[] {
  const digits = waId.replace(/\D/g, "");
  const others = VARIANTS.flatMap(([form, other]) => (form.test(digits) ? [digits.replace(form, other)] : []));
  return [...new Set([digits, ...others])].map((each) => `+${each}`);
}
