// A thermostat in one device file: a room's air, a knob, a heater and a display, in an image of each kind.
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
  "lua 5.3",
);

test.each(ENGINES)("the thermostat keeps what people set, and shows it, on $name", async ({ start }) => {
  const { declaration } = await readFirmware("thermostat");
  const room = partsInWorld(declaration);
  const { circuit, pass, place, knob, display, tell, said } = room;
  await start("thermostat", room.world);
  const rows = () =>
    display("panel")
      .text()
      .filter((row) => row.trim() !== "")
      .map((row) => row.trimEnd());
  const newest = () => Object.fromEntries(said().map((line) => line.split("=") as [string, string]));

  pass(70_000);
  expect(newest()).toMatchObject({ temperature: "20.0", humidity: "50", target: "20.0", heater: "off" });
  expect(rows()).toEqual(["20.0 °C  50 %", "Keep 20.0 °C", "Heater off"]);

  knob("knob").turn(2);
  pass(12_000);
  expect(newest()).toMatchObject({ target: "21.0", heater: "on" });
  expect(circuit.output("heater")).toBe(1);

  place("air").celsius = 21.5;
  pass(40_000);
  expect(newest()).toMatchObject({ temperature: "21.5", heater: "off" });

  tell("target/set", "23.5");
  pass(70_000);
  expect(rows()).toEqual(["21.5 °C  50 %", "Keep 23.5 °C", "Heater on"]);
  place("air").celsius = 31;
  pass(40_000);
  tell("heater/set", "on");
  pass(70_000);
  expect(newest().heater).toBe("off");
});

test("Home Assistant shows one thermostat with the device's own name", async () => {
  const home = meet((await readFirmware("thermostat")).declaration);
  expect(home.keys()).toEqual(["thermostat", "temperature", "humidity", "problem"]);
  expect(home.configOf("thermostat").name).toBeNull();
  home.says("heater", "on");
  home.says("target", "21.0");
  expect(home.state("thermostat")).toBe("heat");
  expect(home.attributes("thermostat")).toEqual({ hvac_action: "heating", temperature: 21 });
  expect(home.complaints).toEqual([]);
});
