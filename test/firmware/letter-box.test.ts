// letter-box: a flap whose every move arrives, and cells that sink.
import { expect } from "vitest";
import { tellStories } from "./stories.ts";

const TWO_MINUTES_MS = 120_000;
const A_DAY_MS = 86_400_000;

await tellStories("letter-box", {
  "the post is told of": async ({ contact, says, said, pass }) => {
    await says("flap", "closed");
    contact("flap").open();
    await pass(1_000);
    contact("flap").close();
    await says("flap", "closed");
    await pass(1_000);
    // On an ESP8266 the flap that closes is a reset, behind which what was not acknowledged comes again.
    const moves = said("flap").filter((state, i, all) => state !== all[i - 1]);
    expect(moves).toEqual(["closed", "open", "closed"]);
  },

  "a letter that came without the broker is told of later": async (stage) => {
    const { contact, says, said, pass, setNetwork } = stage;
    await says("flap", "closed");
    await pass(1_000);
    setNetwork(false);
    contact("flap").open();
    await pass(1_000);
    contact("flap").close();
    await pass(5_000);
    setNetwork(true);
    await stage.holds("both ends of the letter", () => said("flap").length >= 3, 1_800_000);
    expect(said("flap")).toEqual(["closed", "open", "closed"]);
  },

  "a letter outlives the power": async (stage) => {
    const { contact, says, said, pass, setNetwork, kill, powerUp } = stage;
    await says("flap", "closed");
    await pass(1_000);
    setNetwork(false);
    contact("flap").open();
    await pass(1_000);
    contact("flap").close();
    await pass(5_000);
    kill();
    await pass(60_000);
    await powerUp();
    setNetwork(true);
    // And how it stands now.
    await stage.holds("the letter, and the flap of now", () => said("flap").length >= 4, 1_800_000);
    expect(said("flap").slice(0, 4)).toEqual(["closed", "open", "closed", "closed"]);
  },

  "a letter wakes it, and it says how full its cells are": async (stage) => {
    const { scenery, contact, says, said, pass } = stage;
    await says("battery", /^(99|100)$/);
    await says("status", "sleeping", TWO_MINUTES_MS);
    scenery.millivolts = 3600;
    await pass(A_DAY_MS);
    await says("battery", /^(99|100)$/);
    contact("flap").open();
    await pass(1_000);
    contact("flap").close();
    await says("battery", /^(19|20|21)$/, TWO_MINUTES_MS);
    await says("status", "sleeping", TWO_MINUTES_MS);
    expect(said("flap")).toEqual(["closed", "open", "closed"]);
  },
});
