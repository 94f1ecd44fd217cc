import { dirname } from "node:path";

/** The project's folder, whatever the working directory is. */
export const root = dirname(import.meta.dirname);
