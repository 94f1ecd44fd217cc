import { MONEY_SCENES } from "./scenes-of-money.ts";
import { ORDER_SCENES } from "./scenes-of-orders.ts";
import { THING_SCENES } from "./scenes-of-things.ts";
import { WEBHOOK_SCENES } from "./scenes-of-webhooks.ts";
import type { Scene } from "./transcript.ts";

/** The list of calls that both stores have to answer alike. */
export const SCENES: readonly Scene[] = [...ORDER_SCENES, ...MONEY_SCENES, ...THING_SCENES, ...WEBHOOK_SCENES];
