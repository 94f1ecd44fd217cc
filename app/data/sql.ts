/** Kysely's raw SQL tag, for the few statements a builder cannot say; re-exported so that only app/data names the client. */
export { sql } from "kysely";
export { literal } from "./engine/statements.ts";
