/** Every route of REST v1: a module of routes, one line. */
import type { RestRoute } from "./rest.server.ts";
import { tokenRoutes } from "./token.server.ts";

export const REST_ROUTES: readonly RestRoute[] = [...tokenRoutes];
