// climate: a room's air, and a heater that others switch and that guards against frost.
import { expect } from "vitest";
import { tellStories } from "./stories.ts";

/** Three of five samples, one each 30 s, have to be new. */
const MEDIAN_MS = 200_000;

await tellStories("climate", {
  "it publishes the air, and says when that has changed": async ({ scenery, says }) => {
    await says("temperature", "20.0");
    await says("humidity", "50");
    scenery.celsius = 23.4;
    scenery.humidity = 61;
    await says("temperature", "23.4", MEDIAN_MS);
    await says("humidity", "61", 120_000);
  },

  "the heater obeys and says so": async ({ command, says, output }) => {
    await says("heater", "off");
    expect(output("heater")).toBe(0);
    await command("heater", "on");
    await says("heater", "on");
    expect(output("heater")).toBe(1);
    await command("heater", "off");
    await says("heater", "off");
    expect(output("heater")).toBe(0);
  },

  "it heats by itself when frost comes, without the broker as well": async (stage) => {
    const { scenery, says, holds, output, setNetwork } = stage;
    await says("heater", "off");
    setNetwork(false);
    scenery.celsius = 5;
    await holds("the heater to go on", () => output("heater") === 1, MEDIAN_MS);
    setNetwork(true);
    await says("heater", "on", 300_000);
    scenery.celsius = 6.5;
    await says("temperature", "6.5", MEDIAN_MS);
    expect(output("heater")).toBe(1);
    scenery.celsius = 8;
    await says("heater", "off", MEDIAN_MS);
    expect(output("heater")).toBe(0);
  },

  "people switch the heater in Home Assistant": async ({ home, shows, output }) => {
    await shows("heater", "off");
    await shows("temperature", "20.0");
    await home.act("climate-1-heater", "turn on");
    await shows("heater", "on");
    expect(output("heater")).toBe(1);
  },
});
