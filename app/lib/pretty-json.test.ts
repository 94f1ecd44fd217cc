import fc from "fast-check";
import { expect, it } from "vitest";
import { prettyJson } from "./pretty-json.ts";

it("keeps the digits of large ids", () => {
  expect(prettyJson('{"id":820982911946154508,"total":"10.10","lines":[],"note":{}}')).toBe(
    '{\n  "id": 820982911946154508,\n  "total": "10.10",\n  "lines": [],\n  "note": {}\n}',
  );
});

it("gives back what is not JSON", () => {
  expect(prettyJson("webhook_id=12")).toBe("webhook_id=12");
});

it("indents as JSON.stringify does", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});
