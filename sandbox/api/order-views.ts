import type { Route } from "../http.ts";

export const orderViewRoutes: Route[] = [];
