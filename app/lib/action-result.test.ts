import { expect, it } from "vitest";
import { z } from "zod";
import { parseForm } from "./action-result.ts";

const post = (body: BodyInit, headers: Record<string, string> = {}) => new Request("http://127.0.0.1/", { method: "POST", body, headers });
const schema = z.object({ name: z.string().trim().min(1, "A name is needed"), ids: z.union([z.string(), z.array(z.string())]).optional() });

it("reads fields, and a repeated one as a list", async () => {
  const form = new URLSearchParams([
    ["name", " Shop "],
    ["ids", "1"],
    ["ids", "2"],
  ]);
  expect(await parseForm(post(form), schema)).toEqual({ ok: true, value: { name: "Shop", ids: ["1", "2"] } });
});

it("names the field, the reason and the remedy", async () => {
  expect(await parseForm(post(new URLSearchParams({ name: " " })), schema)).toEqual({
    ok: false,
    error: { field: "name", reason: "A name is needed", remedy: 'Correct "name" and send it again.' },
  });
});

it("answers a body that is no form", async () => {
  const answer = await parseForm(post("{", { "content-type": "application/json" }), schema);
  expect(answer).toMatchObject({ ok: false, error: { field: null } });
});
