import { describe, expect, it } from "vitest";
import { compareVersions } from "./version.ts";

const version = (sourceUpdatedAt: number | null, triggeredAt: number | null, contentSha256: string) => ({
  sourceUpdatedAt,
  triggeredAt,
  contentSha256,
});

describe("compareVersions", () => {
  it.each([
    ["the same content is the same whatever the times", version(1, 1, "a"), version(2, 2, "a"), "same"],
    ["a later update is newer although triggered earlier", version(1, 9, "a"), version(2, 1, "b"), "newer"],
    ["an earlier update is older", version(2, 1, "a"), version(1, 9, "b"), "older"],
    ["equal updates are decided by the trigger time", version(1, 1, "a"), version(1, 2, "b"), "newer"],
    ["equal updates are decided by the trigger time, backwards", version(1, 2, "a"), version(1, 1, "b"), "older"],
    ["equal in both is a tie", version(1, 1, "a"), version(1, 1, "b"), "tie"],
    ["no trigger time leaves a tie", version(1, null, "a"), version(1, 5, "b"), "tie"],
  ] as const)("%s", (_, stored, incoming, expected) => {
    expect(compareVersions(stored, incoming)).toBe(expected);
  });
});
