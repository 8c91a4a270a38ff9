// An aquarium in one device file: two thermometers on one wire, a pH probe, a float switch, a doser, an RGBW
// light, a fan and a display, in an image of each kind.
import { expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
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
  "lua 5.1",
  "script",
);

test.each(ENGINES)("the aquarium measures, doses, dawns and cools on $name", async ({ start }) => {
  const { declaration } = await readFirmware("aquarium");
  const ofInputs = [2500, 0];
  const house = partsInWorld(declaration, { inputs: { millivolts: (input) => ofInputs[input] ?? 0 } });
  const { circuit, pass, place, display, tell, said, problem } = house;
  place("tank").celsius = 24.9;
  place("sump").celsius = 24.1;
  await start("aquarium", house.world);
  const rows = () =>
    display("panel")
      .text()
      .filter((row) => row.trim() !== "")
      .map((row) => row.trimEnd());
  const newest = () => Object.fromEntries(said().map((line) => line.split("=") as [string, string]));
  const shown = () =>
    ["red", "green", "blue", "white"].map((name) =>
      Math.round((circuit.output(`light.${name}`) ?? 0) * 1023),
    );

  pass(30_000);
  expect(newest()).toMatchObject({
    tank: "24.9",
    sump: "24.1",
    ph: "7.00",
    level: "ok",
    doser: "off",
    fan: "0",
    light: "off",
  });
  expect(rows()).toEqual(["Tank 24.9 Sump 24.1", "pH 7.00 Water ok", "Doser off Fan 0"]);
  expect(shown()).toEqual([0, 0, 0, 0]);

  // A dawn of twenty seconds, with which the doser gives its first dose, for four seconds.
  tell("light/color/set", "255,128,64");
  tell("light/set", "on");
  pass(2000);
  expect(newest()).toMatchObject({ light: "on", "light/brightness": "255", doser: "on" });
  const [red = 0, , , white = 0] = shown();
  expect(red).toBeGreaterThan(0);
  expect(red).toBeLessThan(100);
  expect(white).toBeLessThan(10);
  expect(circuit.output("doser")).toBe(0);
  pass(20_000);
  expect(shown()).toEqual([958, 193, 0, 65]);
  expect(newest()).toMatchObject({ doser: "off" });
  expect(circuit.output("doser")).toBe(1);

  // Warmer and with more acid, without water.
  place("tank").celsius = 27;
  ofInputs.splice(0, 2, 2561, 3300);
  pass(20_000);
  expect(newest()).toMatchObject({ tank: "27.0", ph: "6.65", level: "low", fan: "50" });
  expect(circuit.output("fan")).toBeCloseTo(0.5, 2);
  tell("doser/set", "on");
  pass(1000);
  expect(newest()).toMatchObject({ doser: "off" });
  expect(problem()).toContain("it may be on only while ph is above 6.40 and level is ok");
  expect(rows()).toEqual(["Tank 27.0 Sump 24.1", "pH 6.65 Water low", "Doser off Fan 50"]);

  // With water once more; then no more on that day.
  ofInputs[1] = 0;
  pass(6000);
  for (let dose = 0; dose < 2; dose += 1) {
    tell("doser/set", "on");
    pass(6000);
  }
  const doses = said().filter((line) => line.startsWith("doser="));
  expect(doses).toEqual(["doser=on", "doser=off", "doser=off"]);
  expect(problem()).toContain("doser: refused: at most 2 times within 24 h");

  // By hand, until the temperature changes again.
  tell("fan/set", "80");
  tell("light/set", "off");
  pass(22_000);
  expect(newest()).toMatchObject({ fan: "80", light: "off" });
  expect(shown()).toEqual([0, 0, 0, 0]);
  place("tank").celsius = 28;
  pass(12_000);
  expect(newest()).toMatchObject({ tank: "28.0", fan: "83" });
});
