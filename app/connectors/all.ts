/** Every connector, one line each. The contract suite (tests/contract/connectors.test.ts) checks that no folder is missing here. */
import type { Connector } from "./contract.ts";
import { smtp } from "./smtp/index.ts";
import { whatsapp } from "./whatsapp/index.ts";

export const CONNECTORS: Record<string, Connector> = {
  whatsapp,
  smtp,
};
