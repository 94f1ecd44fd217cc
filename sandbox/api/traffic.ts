import type { Route } from "../http.ts";

export const trafficRoutes: Route[] = [];
