/** The stand-in WooCommerce answers as the real one did when it was recorded; tests/woocommerce/stand-in.test.ts asks both where the real one is there. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ground } from "../woocommerce/stand-in/ground.ts";
import { readRecording } from "../woocommerce/stand-in/recording.ts";
import { SCENES } from "../woocommerce/stand-in/scenes.ts";
import { standInGround } from "../woocommerce/stand-in/stand-in-ground.ts";
import { playScene } from "../woocommerce/stand-in/transcript.ts";

const recording = readRecording();
let ground: Ground;

beforeAll(async () => {
  ground = await standInGround();
});
afterAll(() => ground.stop());

describe("the stand-in WooCommerce", () => {
  it("is held to a recording of every scene, and of no other", () => {
    expect(Object.keys(recording).sort()).toEqual(SCENES.map(({ name }) => name).sort());
  });

  it.each(SCENES)("answers as the real one did: $name", async (scene) => {
    const steps = await playScene(ground, scene);
    expect(steps.map(({ name }) => name)).toEqual(recording[scene.name]?.map(({ name }) => name));
    for (const [index, step] of steps.entries()) expect(step).toEqual(recording[scene.name]![index]);
  });
});
