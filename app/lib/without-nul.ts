/** An escaped NUL in a JSON text (someone's note) cannot be stored by PostgreSQL: it is left out, on both engines alike. */
export const withoutNul = (json: string): string => json.replace(/(?<!\\)((?:\\\\)*)\\u0000/g, "$1");
