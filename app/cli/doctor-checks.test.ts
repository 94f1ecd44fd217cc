import { describe, expect, it } from "vitest";
import { checkApps, checkDue, checkStuck, checkWorker } from "./doctor-database.ts";
import { checkNode, checkSpace } from "./doctor-surroundings.ts";

const state = { workerSeenMsAgo: 500, queueAgeMs: 0, unfinished: {}, notStored: {} };
const app = {
  id: "app_1",
  channel: "shopify",
  clientId: "client",
  merchantId: null,
  secret: "s",
  previousSecret: null,
  scopes: [],
  source: "environment",
};
const GIB = 1024 ** 3;

describe("doctor", () => {
  it.each([
    ["Node 24", checkNode("24.21.0"), "ok"],
    ["Node 20", checkNode("20.19.0"), "fail"],
    ["much space", checkSpace(50 * GIB), "ok"],
    ["little space", checkSpace(GIB), "warn"],
    ["no space", checkSpace(GIB / 100), "fail"],
    ["a worker", checkWorker(state), "ok"],
    ["no worker and nothing to do", checkWorker({ ...state, workerSeenMsAgo: null }), "warn"],
    ["a silent worker and nothing to do", checkWorker({ ...state, workerSeenMsAgo: 60_000, unfinished: { dead: 1 } }), "warn"],
    ["a silent worker and work", checkWorker({ ...state, workerSeenMsAgo: 60_000, unfinished: { pending: 1 } }), "fail"],
    ["an empty queue", checkDue(state), "ok"],
    ["work due since a minute", checkDue({ ...state, queueAgeMs: 61_000 }), "warn"],
    ["work due since an hour", checkDue({ ...state, queueAgeMs: 3_600_000 }), "fail"],
    ["held deliveries", checkStuck({ ...state, unfinished: { held: 3 } }), "ok"],
    ["dead deliveries", checkStuck({ ...state, unfinished: { dead: 1 } }), "warn"],
    ["apps that can be read", checkApps({ readable: [app], unreadable: [] }), "ok"],
    ["an app whose former secret cannot be read", checkApps({ readable: [app], unreadable: [app] }), "warn"],
    ["an app that cannot be read", checkApps({ readable: [app], unreadable: [{ ...app, id: "app_2" }] }), "fail"],
  ])("%s", (_what, check, status) => {
    expect(check.status).toBe(status);
    expect(check.remedy === null).toBe(status === "ok");
  });
});
