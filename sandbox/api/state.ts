import { z } from "zod";
import { parseInput } from "../commerce/inputs.ts";
import type { Route } from "../http.ts";
import { getInstall } from "../install/installs.ts";
import { listShops, requireShop, setConnectionId } from "../store/shops.ts";

const connectionSchema = z.strictObject({ connection_id: z.string().min(1).max(200).nullable() });

export const stateRoutes: Route[] = [
  {
    method: "GET",
    pattern: "/sandbox/state",
    handle: (_request, ctx) => ({
      status: 200,
      body: {
        app: { client_id: ctx.clientId, client_secret: ctx.clientSecret },
        shops: listShops(ctx).map((shop) => ({
          domain: shop.domain,
          installed: getInstall(ctx, shop.domain)?.installed ?? false,
          connection_id: shop.connectionId,
        })),
      },
    }),
  },
  {
    method: "PUT",
    pattern: "/sandbox/shops/:domain/connection",
    handle(request, ctx) {
      const domain = request.params["domain"]!;
      requireShop(ctx, domain);
      const { connection_id } = parseInput(connectionSchema, request.json());
      setConnectionId(ctx, domain, connection_id);
      return { status: 200, body: { domain, connection_id } };
    },
  },
];
