import type { Route } from "../http.ts";
import { catalogRoutes } from "./catalog.ts";
import { controlRoutes } from "./control.ts";
import { orderRoutes } from "./orders.ts";
import { orderViewRoutes } from "./order-views.ts";
import { stateRoutes } from "./state.ts";
import { trafficRoutes } from "./traffic.ts";

/** The sandbox's own JSON API, under /sandbox. */
export const apiRoutes: Route[] = [...stateRoutes, ...orderRoutes, ...orderViewRoutes, ...catalogRoutes, ...controlRoutes, ...trafficRoutes];
