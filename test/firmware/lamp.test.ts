// lamp: a light with a brightness, a button, and the state that it had.
import { expect } from "vitest";
import { NEXT_YEAR } from "./stage.ts";
import { tellStories } from "./stories.ts";

const TAP_MS = 300;

await tellStories("lamp", {
  "its button switches it on and off, without the broker as well": async (stage) => {
    const { contact, pass, says, output, setNetwork } = stage;
    await says("light", "off");
    const tap = async () => {
      contact("button").close();
      await pass(TAP_MS);
      contact("button").open();
      await pass(TAP_MS);
    };
    await tap();
    await says("light", "on");
    expect(output("led")).toBeGreaterThan(0);
    setNetwork(false);
    await tap();
    expect(output("led")).toBe(0);
    setNetwork(true);
    await says("light", "off", 300_000);
    await says("button", "released");
  },

  "it takes a brightness, keeps it while it is off, and comes back as it was": async (stage) => {
    const { command, says, output, kill, powerUp } = stage;
    await says("light", "off");
    await command("light/brightness", "128");
    await command("light", "on");
    await says("light/brightness", "128");
    await says("light", "on");
    const share = output("led");
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.5);
    await command("light", "off");
    await says("light", "off");
    expect(output("led")).toBe(0);
    await command("light", "on");
    await stage.holds("the brightness of before", () => output("led") === share);
    await stage.pass(60_000);
    kill();
    await says("status", "offline");
    await powerUp();
    await says("status", "online");
    await stage.holds("the light of before", () => output("led") === share);
  },

  "it goes on at sunset and off at eleven, and a restart between them changes nothing": async (stage) => {
    const { says, output, pass, kill, powerUp, setTime, log } = stage;
    await says("light", "off");
    kill();
    // Berlin's sunset on the longest day: 21:33 of its summer time.
    setTime(`${NEXT_YEAR}-06-21T19:29:00`);
    await powerUp();
    await pass(90_000);
    expect(output("led")).toBe(0);
    await says("light", "on", 300_000);
    expect(output("led")).toBeGreaterThan(0);
    kill();
    setTime(`${NEXT_YEAR}-06-21T20:58:00`);
    await powerUp();
    await pass(60_000);
    expect(output("led")).toBeGreaterThan(0);
    await says("light", "off", 120_000);
    expect(log.join("\n")).toContain("time: ");
  },

  "each push of its button is an event in Home Assistant, and no state that stays": async (stage) => {
    const { contact, home, holds } = stage;
    await holds(
      "its button, heard in Home Assistant",
      () => home.heard("home/lamp-1/button", "released") > 0,
    );
    const happened = (...types: string[]) =>
      holds(`the events ${types}`, () => home.eventsOf("lamp-1-button").join() === types.join());
    contact("button").close();
    await happened("press");
    contact("button").open();
    await happened("press", "release");
    expect(home.complaints).toEqual([]);
  },

  "people switch and dim it in Home Assistant": async ({ home, shows, output }) => {
    await shows("light", "off");
    await home.act("lamp-1-light", "turn on");
    await shows("light", "on");
    const bright = output("led") ?? 0;
    expect(bright).toBeGreaterThan(0);
    await home.act("lamp-1-light", { brightness: 64 });
    await shows("light", "on");
    expect(home.complaints).toEqual([]);
    await home.act("lamp-1-light", "turn off");
    await shows("light", "off");
    expect(output("led")).toBe(0);
  },
});
