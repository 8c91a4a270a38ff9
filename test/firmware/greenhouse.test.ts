// A greenhouse in one device file: two probes, a BME280, a pump, a fan, a knob, a strip and a display, in an
// image of each kind; and its trial.
import { expect, onTestFinished, test } from "vitest";
import { hours, minutes, seconds } from "../../src/index.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";
import { trialTime } from "../../tools/sim/trial/trial-time.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";
import { NEXT_YEAR } from "./stage.ts";

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

test.each(ENGINES)("the greenhouse waters, cools, shows and obeys on $name", async ({ start }) => {
  const { declaration } = await readFirmware("greenhouse");
  const house = partsInWorld(declaration);
  const { circuit, pass, place, knob, display, strip, tell, said } = house;
  const time = trialTime(declaration, house.world);
  // 06:15 in Berlin, on the longest day.
  time.set(`${NEXT_YEAR}-06-21T04:15:00`);
  await start("greenhouse", { ...house.world, ...(time.datagrams && { datagrams: time.datagrams }) });
  const rows = () =>
    display("panel")
      .text()
      .filter((row) => row.trim() !== "")
      .map((row) => row.trimEnd());
  const newest = () => Object.fromEntries(said().map((line) => line.split("=") as [string, string]));

  pass(150_000);
  expect(newest()).toMatchObject({
    temperature: "20.0",
    humidity: "50",
    "bed-1": "70",
    "bed-2": "70",
    fan: "20",
    pump: "off",
  });
  expect(rows()).toEqual(["20.0 °C  50 %", "Beds 70 % 70 %", "Water below 35 %", "Pump off Fan 20"]);

  place("air").celsius = 28;
  knob("knob").turn(2);
  tell("strip/color/set", "255,0,0");
  tell("strip/set", "on");
  pass(40_000);
  expect(newest()).toMatchObject({ temperature: "28.0", fan: "60", dry: "45", strip: "on" });
  expect(strip("strip").lights()[29]).toBe(0xff0000);
  expect(circuit.output("fan")).toBeCloseTo(0.6, 2);

  place("probes").share = 0.75;
  pass(122_000);
  expect(rows()).toEqual(["28.0 °C  50 %", "Beds 15 % 15 %", "Water below 45 %", "Pump on Fan 60"]);
  // Never longer than half a minute.
  pass(60_000);
  expect(said().filter((line) => line.startsWith("pump="))).toEqual(["pump=on", "pump=off"]);
  expect(rows()[3]).toBe("Pump off Fan 60");

  // In the morning whatever the beds say.
  place("probes").share = 0.3;
  pass(420_000);
  expect(said().filter((line) => line.startsWith("pump="))).toEqual([]);
  pass(200_000);
  expect(said().filter((line) => line.startsWith("pump="))).toEqual(["pump=on", "pump=off"]);
});

test("a trial: the beds have water each morning, also on the day that summer time begins", async () => {
  const { declaration } = await readFirmware("greenhouse");
  const trial = await startTrial(declaration, { around: { probes: { share: () => 0.4 } } });
  onTestFinished(trial.end);
  const waterings = () => trial.told("pump").filter((state) => state === "on").length;

  // The last Saturday of winter: 06:29 in Berlin.
  trial.setTime("2026-03-28T05:29:00");
  trial.pass(seconds(50));
  expect(waterings()).toBe(0);
  trial.pass(minutes(1));
  expect([waterings(), trial.told("pump").at(-1)]).toEqual([1, "off"]);

  // The next 06:30 is an hour sooner: after 23 hours.
  trial.pass(hours(23) - minutes(5));
  expect(waterings()).toBe(1);
  trial.pass(minutes(10));
  expect(waterings()).toBe(2);

  // One that it slept through is left out.
  trial.cutPower();
  trial.pass(hours(25));
  trial.givePower();
  trial.pass(minutes(10));
  expect(waterings()).toBe(2);
});
