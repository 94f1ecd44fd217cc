/** Where WooCommerce keeps orders in this run: the suite runs once with each; see scripts/test/plugin-suite.ts. */
export const isHpos = process.env.CROSSDOCK_TEST_HPOS !== "off";
