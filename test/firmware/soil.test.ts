// soil: how wet and how warm a bed is.
import { expect } from "vitest";
import { tellStories } from "./stories.ts";

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;

await tellStories("soil", {
  "it follows the water, by the median of three": async ({ scenery, says }) => {
    await says("moisture", /^(49|50|51)$/);
    scenery.wetness = 0.8;
    await says("moisture", /^(79|80|81)$/, 3 * HALF_HOUR_MS);
  },

  "its probe has power for each measurement, and at no other time": async ({ output, says, parts, pass }) => {
    await says("moisture", /^(49|50|51)$/);
    expect(output("power")).toBe(0);
    let measurements = 0;
    parts.circuit.whenWritten("power", (level) => {
      measurements += level;
    });
    await pass(3 * HALF_HOUR_MS + MINUTE_MS);
    expect(measurements).toBe(3);
    expect(output("power")).toBe(0);
  },

  "it follows the warmth of the ground": async ({ scenery, says }) => {
    await says("temperature", "20.0");
    scenery.celsius = 4.5;
    await says("temperature", "4.5", 2 * HALF_HOUR_MS);
  },

  "what is too warm for a bed is no reading": async ({ scenery, says }) => {
    await says("temperature", "20.0");
    scenery.celsius = 85;
    await says("temperature", "None", 4 * HALF_HOUR_MS);
  },
});
