// power-meter: pulses become power and energy.
import { expect } from "vitest";
import { growth, keptReadings } from "./kept-readings.ts";
import { NEXT_YEAR } from "./stage.ts";
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

  "the energy of hours without Wi-Fi comes by quarters of an hour": async ({
    scenery,
    says,
    said,
    pass,
    setNetwork,
  }) => {
    await says("status", "online");
    await pass(5 * A_MINUTE_MS);
    setNetwork(false);
    await pass(55 * A_MINUTE_MS);
    scenery.kilowatts = 2.4;
    await pass(AN_HOUR_MS);
    scenery.kilowatts = 0.6;
    await pass(AN_HOUR_MS);
    setNetwork(true);
    await pass(20 * A_MINUTE_MS);
    const readings = keptReadings(said("energy/history"), {
      start: Date.parse(`${NEXT_YEAR}-06-21T10:00:00Z`),
      every: 15 * A_MINUTE_MS,
      least: 12,
    });
    const used = growth(readings);
    for (const kwh of [...used.slice(0, 3), ...used.slice(9)])
      expect(Math.abs(kwh - 0.15)).toBeLessThanOrEqual(0.02);
    for (const kwh of used.slice(4, 7)) expect(Math.abs(kwh - 0.6)).toBeLessThanOrEqual(0.03);
  },

  "the energy of a day goes on behind a power cut, and is yesterday's behind midnight": async (stage) => {
    const { says, said, pass, kill, powerUp, setTime } = stage;
    const newest = (name: string) => Number(said(name).at(-1));
    await says("energy-today", "0.00", 70_000);
    await pass(25 * A_MINUTE_MS);
    expect(newest("energy-today")).toBeGreaterThan(0.2);
    // It is ten minutes to midnight in Berlin.
    kill();
    setTime(`${NEXT_YEAR}-06-21T21:50:00`);
    await powerUp();
    await says("energy-today", /^0\.1[5-9]$/, 2 * A_MINUTE_MS);
    await pass(7 * A_MINUTE_MS);
    const before = newest("energy-today");
    expect(before).toBeGreaterThan(0.2);
    await pass(5 * A_MINUTE_MS);
    expect(newest("energy-yesterday")).toBeGreaterThanOrEqual(before);
    expect(newest("energy-yesterday")).toBeLessThan(before + 0.05);
    expect(newest("energy-today")).toBeLessThan(0.05);
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
