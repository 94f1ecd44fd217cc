import { hash } from "node:crypto";

/** SHA-256 of a canonical value. Its keys stand in its schema's order (zod rebuilds objects so), hence equal values give equal text. */
export const contentSha256 = (value: unknown): string => hash("sha256", JSON.stringify(value), "hex");
