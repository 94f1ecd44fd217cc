import { describe, expect, it } from "vitest";
import { createLog, type LogFields } from "./log.server.ts";

const capture = (level = "debug") => {
  const lines: string[] = [];
  return { log: createLog(level, { write: (line: string) => void lines.push(line) }), lines };
};

describe("log", () => {
  it("writes one JSON object per line with level, time and message", () => {
    const { log, lines } = capture();
    log.info("delivery stored", { delivery_id: 7, topic: "orders/create" });
    expect(JSON.parse(lines[0]!)).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      delivery_id: 7,
      topic: "orders/create",
      msg: "delivery stored",
    });
  });
  it("drops every field that is not on the list, also nested ones", () => {
    const { log, lines } = capture();
    log.warn("x", {
      accessToken: "shpat_secret",
      customer: { email: "a@b.example" },
      error: { message: "secret" },
      shop: "s.myshopify.com",
    } as unknown as LogFields);
    expect(lines[0]).not.toMatch(/secret|b\.example/);
    expect(lines[0]).toContain("s.myshopify.com");
  });
  it("strikes credentials, e-mail addresses and query strings out of allowed texts", () => {
    const { log, lines } = capture();
    log.error("call with shpat_abcdef failed", {
      error: "Bearer xyz123, Basic eHl6OjQ1Ng== and jane@example.com, eyJhbGciOi.eyJzdWIi.sig",
      component: "ck_0123456789ab with cs_fedcba987654",
      path: "/app?id_token=eyJa.b.c&hmac=1",
    });
    expect(lines[0]).not.toMatch(/abcdef|xyz123|eHl6|jane|eyJ|id_token|hmac|0123456789ab|fedcba/);
    expect(JSON.parse(lines[0]!)).toMatchObject({ path: "/app" });
  });
  it("repeats the fields of with(), and is silent when told so", () => {
    const { log, lines } = capture();
    log.with({ connection_id: "con_1" }).info("a", { count: 2 });
    expect(JSON.parse(lines[0]!)).toMatchObject({ connection_id: "con_1", count: 2 });
    const quiet = capture("silent");
    quiet.log.error("a");
    expect(quiet.lines).toEqual([]);
  });
});
