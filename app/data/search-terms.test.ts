import { expect, it } from "vitest";
import { containsPattern, deliveryIdFor, externalIdFor, orderRefsFor } from "./search-terms.ts";

it.each(["1001", "#1001", "SH-#1001", "sh-1001"])("finds SH-#1001 by %s", (text) => expect(orderRefsFor(text)).toContain("SH-#1001"));
it("does not take another channel's order for a prefixed one", () => expect(orderRefsFor("WC-1001")).not.toContain("SH-#1001"));
it("finds WC-12345 by its number", () => expect(orderRefsFor("12345")).toContain("WC-12345"));
it("takes the number from a global id", () => expect(externalIdFor("gid://shopify/Order/450789469?x=1")).toBe("450789469"));
it("takes a plain number as a delivery too", () => {
  expect(deliveryIdFor("delivery #12")).toBe(12);
  expect(deliveryIdFor("#1001x")).toBeNull();
});
it("looks for % and _ literally", () => expect(containsPattern("50%_a")).toBe("%50\\%\\_a%"));
