// rain-gauge: a bucket whose tips are counted while the chip sleeps, and cells that sink.
import { expect } from "vitest";
import { tellStories } from "./stories.ts";

const TWO_MINUTES_MS = 120_000;
const HOUR_MS = 3_600_000;
const TIP_MM = 0.2794;

await tellStories("rain-gauge", {
  "each tip is counted while it sleeps, and told by the millimetre": async ({
    scenery,
    says,
    said,
    pass,
  }) => {
    await says("status", "sleeping", TWO_MINUTES_MS);
    const before = Number(said("rain").at(-1));
    // The bucket's flow is in mm an hour.
    scenery.kilowatts = 6;
    await pass(HOUR_MS);
    scenery.kilowatts = 0;
    const told = said("rain").map(Number);
    expect(Number(told.at(-1)) - before).toBeGreaterThan(6 - 1 - 2 * TIP_MM);
    expect(Number(told.at(-1)) - before).toBeLessThan(6 + TIP_MM);
    // Each message has a millimetre more.
    for (const [i, mm] of told.slice(1).entries()) expect(mm - (told[i] as number)).toBeGreaterThan(0.9);
  },

  "it says how full its cells are with the rain": async ({ scenery, says }) => {
    await says("battery", /^(99|100)$/);
    await says("status", "sleeping", TWO_MINUTES_MS);
    scenery.millivolts = 4050;
    scenery.kilowatts = 12;
    await says("battery", /^(49|50|51)$/, HOUR_MS);
  },
});
