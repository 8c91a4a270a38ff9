// A ceiling fan in one device file: a relay, a speed, presets, a light and a button, in an image of each kind.
import { expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { meet } from "../discovery/joined/joining.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";

const ENGINES = chosenAtGate(
  [
    IN_NODE,
    ofBoard("lua 5.1, esp8266-nodemcu", "esp8266-nodemcu"),
    ofBoard("lua 5.3, esp32-nodemcu", "esp32-nodemcu"),
    ofBoard("script, esp32-espruino", "esp32-espruino"),
  ],
  "node",
  "script",
);
const HOUR_MS = 3_600_000;

test.each(ENGINES)(
  "the ceiling fan obeys people, and ends by itself at night, on $name",
  async ({ start }) => {
    const { declaration } = await readFirmware("ceiling-fan");
    const room = partsInWorld(declaration);
    const { circuit, contact, pass, tell, said } = room;
    await start("ceiling-fan", room.world);
    const all: string[] = [];
    const newest = () => {
      all.push(...said());
      return Object.fromEntries(all.map((line) => line.split("=") as [string, string]));
    };
    const push = () => {
      contact("button").close();
      pass(300);
      contact("button").open();
      pass(2_000);
    };

    pass(20_000);
    expect(newest()).toMatchObject({ power: "off", speed: "60", preset: "normal", light: "off" });
    push();
    expect(newest().power).toBe("on");
    expect(circuit.output("power")).toBe(1);
    expect(circuit.output("blades")).toBeCloseTo(0.6, 2);

    tell("preset/set", "sleep");
    pass(2_000);
    expect(newest()).toMatchObject({ preset: "sleep", speed: "20", power: "on" });
    tell("speed/set", "80");
    pass(HOUR_MS);
    expect(newest()).toMatchObject({ preset: "normal", speed: "80", power: "on" });

    tell("preset/set", "sleep");
    pass(HOUR_MS - 60_000);
    expect(newest().power).toBe("on");
    pass(120_000);
    expect(newest().power).toBe("off");
    expect(circuit.output("power")).toBe(0);

    tell("light/brightness/set", "128");
    tell("light/set", "on");
    pass(2_000);
    expect(newest()).toMatchObject({ light: "on", "light/brightness": "128" });
    expect(circuit.output("led")).toBeGreaterThan(0.1);
  },
);

test("Home Assistant shows a fan with the device's own name, and a light", async () => {
  const home = meet((await readFirmware("ceiling-fan")).declaration);
  expect(home.keys()).toEqual(["fan", "button", "light", "problem"]);
  expect(home.configOf("fan").name).toBeNull();
  home.says("power", "on");
  home.says("speed", "20");
  home.says("preset", "sleep");
  expect(home.state("fan")).toBe("on");
  expect(home.attributes("fan")).toEqual({ percentage: 20, preset_mode: "sleep" });
  expect(home.sent("fan", { set: 40 })).toEqual(["speed 40"]);
  expect(home.complaints).toEqual([]);
});
