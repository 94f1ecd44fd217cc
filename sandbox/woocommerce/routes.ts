import type { Route } from "../http.ts";
import { authorizeRoutes } from "./authorize.ts";
import { wooControlRoutes } from "./control/routes.ts";
import { storePageRoutes } from "./floor/page.ts";
import { restRoutes } from "./rest/router.ts";

/** Everything of the stand-in WooCommerce that is reached by HTTP. */
export const woocommerceRoutes: Route[] = [...wooControlRoutes, ...restRoutes, ...authorizeRoutes, ...storePageRoutes];
