// smoke-alarm: smoke or heat sounds the siren, and a button tests the detector.
import { expect } from "vitest";
import { createBuzzer } from "../../tools/sim/parts/driven.ts";
import { tellStories } from "./stories.ts";

await tellStories("smoke-alarm", {
  "smoke sounds the siren for as long as it is there": async ({ contact, says, parts }) => {
    const buzzer = createBuzzer({ lines: parts.circuit, pin: "siren" });
    await says("smoke", "off");
    contact("detector").close();
    await says("smoke", "on");
    await says("siren", "on");
    expect(buzzer.tone()).toBeGreaterThan(500);
    contact("detector").open();
    await says("smoke", "off");
    await says("siren", "off");
    expect(buzzer.tone()).toBe(0);
  },

  "without the broker it sounds as well, and smoke is told of later": async (stage) => {
    const { contact, says, pass, setNetwork, output } = stage;
    await says("smoke", "off");
    setNetwork(false);
    contact("detector").close();
    await pass(5_000);
    expect(output("siren")).toBeGreaterThan(0);
    setNetwork(true);
    await says("smoke", "on", 300_000);
    await says("siren", "on", 300_000);
  },

  "heat below the ceiling sounds it": async ({ scenery, says }) => {
    await says("heat", "20.0");
    scenery.celsius = 65;
    await says("heat", "65.0");
    await says("siren", "on");
  },

  "a siren that was switched on is off by itself after ten minutes": async ({ command, says, pass }) => {
    await says("siren", "off");
    await command("siren", "on");
    await says("siren", "on");
    await pass(580_000);
    await says("siren", "on");
    await says("siren", "off");
  },

  "the self-test holds the test line for two seconds": async ({ home, shows, holds, output, pass }) => {
    await shows("smoke", "off");
    expect(output("test-line")).toBe(0);
    await home.act("smoke-alarm-1-self-test", "press");
    await holds("the test line to be held", () => output("test-line") === 1);
    await pass(1_500);
    expect(output("test-line")).toBe(1);
    await pass(1_000);
    expect(output("test-line")).toBe(0);
  },
});
