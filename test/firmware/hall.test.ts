// hall: who comes, and how light it is.
import { expect } from "vitest";
import { tellStories } from "./stories.ts";

const WARM_UP_MS = 70_000;
/** The first sample that is not of the time when the detector is blind. */
const FIRST_SAMPLE_MS = 310_000;

await tellStories("hall", {
  "somebody who comes is seen, and gone again": async ({ motionDetector, pass, says }) => {
    await pass(WARM_UP_MS);
    motionDetector("motion").motion();
    await says("motion", "on");
    await says("motion", "off");
  },

  "each coming and going arrives, even of a time without the broker": async (stage) => {
    const { motionDetector, pass, says, setNetwork, said } = stage;
    await says("motion", "off", FIRST_SAMPLE_MS);
    await pass(1_000);
    const before = said("motion").length;
    setNetwork(false);
    motionDetector("motion").motion();
    await pass(20_000);
    setNetwork(true);
    await says("status", "online", 300_000);
    await stage.holds("both changes", () => said("motion").length >= before + 2, 60_000);
    expect(said("motion").slice(before)).toEqual(["on", "off"]);
  },

  "it follows the light, and tells nobody of a flicker": async ({ scenery, says, said, pass }) => {
    await says("illuminance", "200");
    scenery.lux = 203;
    await pass(30_000);
    expect(said("illuminance")).toEqual(["200"]);
    scenery.lux = 12;
    await says("illuminance", "12");
  },
});
