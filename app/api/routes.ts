/** Every route of REST v1: a module of routes, one line. */
import { activityRoutes } from "./activity.server.ts";
import { deliveryRoutes } from "./deliveries.server.ts";
import { docsRoutes } from "./docs.server.ts";
import { importRoutes } from "./imports.server.ts";
import { listRoutes } from "./lists.server.ts";
import { orderRoutes } from "./orders.server.ts";
import type { RestRoute } from "./rest.server.ts";
import { statsRoutes } from "./stats.server.ts";
import { tokenRoutes } from "./token.server.ts";
import { woocommerceWorkRoutes } from "./woocommerce-work.server.ts";
import { woocommerceRoutes } from "./woocommerce.server.ts";

export const REST_ROUTES: readonly RestRoute[] = [
  ...docsRoutes,
  ...tokenRoutes,
  ...deliveryRoutes,
  ...importRoutes,
  ...orderRoutes,
  ...statsRoutes,
  ...listRoutes,
  ...activityRoutes,
  ...woocommerceRoutes,
  ...woocommerceWorkRoutes,
];
