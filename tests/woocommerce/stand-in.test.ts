/**
 * One list of calls, made in the stand-in (sandbox/woocommerce) and in the real WooCommerce: statuses, headers, bodies field by field, webhooks with
 * their signatures. The stand-in must not differ. CROSSDOCK_RECORD=1 keeps the real one's answers for tests/contract/woocommerce-stand-in.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Ground } from "./stand-in/ground.ts";
import { realGround } from "./stand-in/real-ground.ts";
import { readRecording, recordScene } from "./stand-in/recording.ts";
import { SCENES } from "./stand-in/scenes.ts";
import { standInGround } from "./stand-in/stand-in-ground.ts";
import { playScene } from "./stand-in/transcript.ts";

// A scene is up to seventy calls of a WordPress on a busy machine.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

const isHposOff = process.env["CROSSDOCK_TEST_HPOS"] === "off";
const isRecording = process.env["CROSSDOCK_RECORD"] === "1";

describe.skipIf(isHposOff)(`the stand-in and the real WooCommerce${isHposOff ? " (needs HPOS: the stand-in keeps orders as HPOS does)" : ""}`, () => {
  let real: Ground;
  let standIn: Ground;

  beforeAll(async () => {
    [standIn, real] = await Promise.all([standInGround(), realGround()]);
  });
  afterAll(() => Promise.all([standIn?.stop(), real?.stop()]));

  it.each(SCENES)("answer alike: $name", async (scene) => {
    const [played, wanted] = await Promise.all([playScene(standIn, scene), playScene(real, scene)]);
    if (isRecording) recordScene(scene.name, wanted);
    else expect(readRecording()[scene.name], "the recording is what the real one answers: CROSSDOCK_RECORD=1 makes it anew").toEqual(wanted);
    expect(played.map(({ name }) => name)).toEqual(wanted.map(({ name }) => name));
    for (const [index, step] of played.entries()) expect(step).toEqual(wanted[index]);
  });
});
