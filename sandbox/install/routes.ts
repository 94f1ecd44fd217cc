import type { Route } from "../http.ts";

export const installRoutes: Route[] = [];
