// The state of an actuator as a quantity: what a sensor publishes of it, and of what is derived of it.
import { expect, test } from "vitest";
import board from "../../../boards/esp32-espruino.ts";
import { formFaults } from "../../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../../src/checks/fault.ts";
import {
  button,
  derive,
  device,
  integral,
  light,
  numberInput,
  powerSwitch,
  seconds,
  selectInput,
  sensor,
  stateOf,
  valueOnly,
} from "../../../src/index.ts";
import { featuresOf } from "../../../tools/image/features/features.ts";
import { notedPart, probeSensor, startActing } from "../acting-device.ts";

const every = { every: seconds(1) };

test("a sensor publishes the state of each kind as a number", () => {
  const pump = powerSwitch("pump", notedPart());
  const lamp = light("lamp", notedPart(255));
  const target = numberInput("target", valueOnly(), { min: 5, max: 30, step: 0.5 });
  const mode = selectInput("mode", valueOnly(), { options: ["day", "night"] });
  const run = startActing({
    actuators: [pump, lamp, target, mode],
    sensors: [pump, lamp, target, mode].map((actuator) =>
      sensor(
        `${actuator.name}-now`,
        stateOf(actuator),
        actuator === target ? { ...every, decimals: 1 } : every,
      ),
    ),
  });
  const states = () => run.said().filter((line) => line.includes("-now="));
  run.pass(1000);
  expect(states().slice(0, 4)).toEqual(["pump-now=0", "lamp-now=0", "target-now=5.0", "mode-now=0"]);
  run.command("pump", "on");
  run.send("lamp/brightness", "40");
  run.command("target", "21.5");
  run.command("mode", "night");
  states();
  run.pass(1000);
  expect(states()).toEqual(["pump-now=1", "lamp-now=40", "target-now=21.5", "mode-now=1"]);
});

test("a tare input is subtracted from the weight", () => {
  const probe = { tenths: 215 };
  const { quantity } = probeSensor(probe, "weight");
  const tare = numberInput("tare", valueOnly(), { min: 0, max: 100, step: 0.1 });
  const net = derive([quantity, stateOf(tare)], (gross, empty) => gross - empty);
  const run = startActing({ actuators: [tare], sensors: [sensor("net", net, { ...every, decimals: 1 })] });
  run.pass(1500);
  expect(run.saidOf("net").at(-1)).toBe("21.5");
  run.command("tare", "1.5");
  run.pass(1000);
  expect(run.saidOf("net").at(-1)).toBe("20.0");
});

test("the integral of a pump's state is its running time", () => {
  const pump = powerSwitch("pump", notedPart());
  const on = integral(stateOf(pump), { per: seconds(1) });
  const run = startActing({ actuators: [pump], sensors: [sensor("pump-seconds", on, every)] });
  run.pass(5000);
  run.command("pump", "on");
  run.pass(30_000);
  run.command("pump", "off");
  run.pass(5000);
  expect(run.saidOf("pump-seconds").at(-1)).toBe("30");
});

test("stateOf() of another device's actuator is refused", () => {
  const pump = powerSwitch("pump", notedPart());
  const declaration = device({ name: "room", sensors: [sensor("on", stateOf(pump), every)] });
  expect(sentencesOf(formFaults(declaration))).toEqual([
    'stateOf is given "pump", which is none of the device\'s actuators; list it among these.',
  ]);
});

test("a button has no state to read", () => {
  const bell = button("bell", notedPart());
  const declaration = device({
    name: "room",
    actuators: [bell],
    sensors: [sensor("on", stateOf(bell), every)],
  });
  expect(sentencesOf(formFaults(declaration))).toEqual([
    'stateOf is given the button "bell", which has no state.',
  ]);
});

test("an image without stateOf() has no code for it", () => {
  const tare = numberInput("tare", valueOnly(), { min: 0, max: 100 });
  const reads = (sensors: ReturnType<typeof sensor>[]) =>
    featuresOf(device({ name: "room", actuators: [tare], sensors }), board)["state-readings"];
  const derived = derive([stateOf(tare)], (grams) => grams);
  expect([reads([]), reads([sensor("tare-now", derived, every)])]).toEqual([false, true]);
});
