import type { Route } from "../http.ts";

export const adminRoutes: Route[] = [];
