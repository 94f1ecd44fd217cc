/** A text that is translated, and the functions of WordPress that translate. */
export interface Translated {
  text: string;
  plural?: string | null | undefined;
  context?: string | null | undefined;
  /** Files, by blanks: without lines, which move with every change nearby. */
  where: string;
  comment?: string | undefined;
}

const SIMPLE = ["text", "domain"];
const WITH_CONTEXT = ["text", "context", "domain"];
/** WordPress' functions and what their arguments are. */
export const FUNCTIONS: Record<string, readonly string[] | undefined> = {
  __proto__: null as never,
  __: SIMPLE,
  _e: SIMPLE,
  esc_html__: SIMPLE,
  esc_html_e: SIMPLE,
  esc_attr__: SIMPLE,
  esc_attr_e: SIMPLE,
  _x: WITH_CONTEXT,
  esc_html_x: WITH_CONTEXT,
  esc_attr_x: WITH_CONTEXT,
  _n: ["text", "plural", "number", "domain"],
  _nx: ["text", "plural", "number", "context", "domain"],
};

/** Sorts a call's arguments by what they are. */
export function pick(roles: readonly string[], values: readonly (string | null)[], where: string): Pick<Translated, "text" | "plural" | "context"> {
  const value = (role: string): string | null | undefined => (roles.includes(role) ? (values[roles.indexOf(role)] ?? null) : undefined);
  const text = value("text");
  if (value("domain") !== "crossdock") throw new Error(`${where}: the text domain must be the literal 'crossdock'.`);
  const [plural, context] = [value("plural"), value("context")];
  if (typeof text !== "string" || plural === null || context === null) throw new Error(`${where}: a translated text must be one plain literal.`);
  return { text, plural, context };
}
