import type { Route } from "../http.ts";

export const catalogRoutes: Route[] = [];
