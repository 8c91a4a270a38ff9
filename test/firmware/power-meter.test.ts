// power-meter: pulses become power and energy.
import { expect } from "vitest";
import { tellStories } from "./stories.ts";

const AN_HOUR_MS = 3_600_000;
const A_MINUTE_MS = 60_000;
/** The meter is looked at every 2 s, and its pulses are counted for 20 s: a tenth more or less. */
const ABOUT_600_W = /^(5[4-9]|6[0-6])\d$/;
const ABOUT_2400_W = /^2[2-6]\d\d$/;

await tellStories("power-meter", {
  "the power follows what the house takes": async ({ scenery, says }) => {
    await says("power", ABOUT_600_W, A_MINUTE_MS);
    scenery.kilowatts = 2.4;
    await says("power", ABOUT_2400_W, A_MINUTE_MS);
  },

  "an hour at 600 W is 0.6 kWh": async ({ says, pass, said }) => {
    await says("energy", "0.00", 70_000);
    await pass(AN_HOUR_MS);
    const counted = Number(said("energy").at(-1));
    expect(counted).toBeGreaterThan(0.58);
    expect(counted).toBeLessThan(0.63);
  },

  "a steady power is said again each minute": async ({ says, said, pass }) => {
    await says("power", ABOUT_600_W, A_MINUTE_MS);
    await pass(20_000);
    const before = said("power").length;
    await pass(300_000);
    expect(said("power").length - before).toBeGreaterThanOrEqual(4);
    expect(said("power").length - before).toBeLessThanOrEqual(8);
  },
});
