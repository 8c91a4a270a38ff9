// window: a contact whose every change arrives, and cells that sink.
import { expect } from "vitest";
import { tellStories } from "./stories.ts";

const TWO_MINUTES_MS = 120_000;

await tellStories("window", {
  "it says when the window opens and closes": async ({ contact, says }) => {
    await says("contact", "closed");
    contact("contact").open();
    await says("contact", "open");
    contact("contact").close();
    await says("contact", "closed");
  },

  "what happened without the broker is told later, all of it": async (stage) => {
    const { contact, says, said, pass, setNetwork } = stage;
    await says("contact", "closed");
    await pass(1_000);
    setNetwork(false);
    for (const move of ["open", "close", "open"] as const) {
      contact("contact")[move]();
      await pass(5_000);
    }
    setNetwork(true);
    await stage.holds("three changes", () => said("contact").length >= 4, 900_000);
    expect(said("contact")).toEqual(["closed", "open", "closed", "open"]);
  },

  "it wakes when the window opens and closes, and says how full its cells are": async (stage) => {
    const { scenery, contact, says, said, pass } = stage;
    await says("battery", /^(99|100)$/);
    await says("status", "sleeping", TWO_MINUTES_MS);
    contact("contact").open();
    await says("contact", "open");
    await says("status", "sleeping", TWO_MINUTES_MS);
    scenery.millivolts = 4050;
    await pass(TWO_MINUTES_MS);
    contact("contact").close();
    await says("battery", /^(49|50|51)$/);
    expect(said("contact")).toEqual(["closed", "open", "closed"]);
  },
});
