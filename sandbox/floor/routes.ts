import type { Route } from "../http.ts";

export const floorRoutes: Route[] = [];
