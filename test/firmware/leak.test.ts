// leak: water on the floor closes the valve.
import { expect } from "vitest";
import { tellStories } from "./stories.ts";

await tellStories("leak", {
  "water closes the valve, and only a person opens it again": async (stage) => {
    const { contact, says, output, pass, command } = stage;
    await says("leak", "dry");
    await says("water", "open");
    expect(output("valve")).toBe(1);
    contact("probe").close();
    await says("leak", "wet");
    await says("water", "closed");
    expect(output("valve")).toBe(0);
    contact("probe").open();
    await says("leak", "dry");
    await pass(120_000);
    expect(output("valve")).toBe(0);
    await command("water", "open");
    await says("water", "open");
    expect(output("valve")).toBe(1);
  },

  "without the broker the valve closes at once, and the message waits": async (stage) => {
    const { contact, says, output, pass, setNetwork } = stage;
    await says("water", "open");
    setNetwork(false);
    contact("probe").close();
    await pass(5_000);
    expect(output("valve")).toBe(0);
    setNetwork(true);
    await says("leak", "wet", 300_000);
    await says("water", "closed", 300_000);
  },

  "people close and open the valve in Home Assistant": async ({ home, shows, output }) => {
    await shows("water", "open");
    await shows("leak", "off");
    await home.act("leak-1-water", "close");
    await shows("water", "closed");
    expect(output("valve")).toBe(0);
    await home.act("leak-1-water", "open");
    await shows("water", "open");
  },
});
