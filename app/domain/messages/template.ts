/** Texts with {{variables}}: filled in when a message is sent, and for the preview. */

export const VARIABLES = ["customer_name", "order_name", "shop_name", "unsubscribe_url"] as const;
export type Variable = (typeof VARIABLES)[number];
export type VariableValues = Record<Variable, string>;

const PLACE = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** Names in `{{…}}` that are no variable: what the settings page refuses, each once. */
export function unknownVariables(text: string): string[] {
  const names = [...text.matchAll(PLACE)].map((match) => match[1] ?? "");
  return [...new Set(names.filter((name) => !isVariable(name)))];
}

/** Fills in the variables. A value is never itself read for variables; what is no variable stays as it is. */
export const fillIn = (text: string, values: VariableValues): string =>
  text.replace(PLACE, (whole, name: string) => (isVariable(name) ? values[name] : whole));

const isVariable = (name: string): name is Variable => (VARIABLES as readonly string[]).includes(name);
