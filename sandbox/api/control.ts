import type { Route } from "../http.ts";

export const controlRoutes: Route[] = [];
