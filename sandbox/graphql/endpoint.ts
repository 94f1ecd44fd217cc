import type { Route } from "../http.ts";

export const graphqlRoutes: Route[] = [];
