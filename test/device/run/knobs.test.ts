// Knobs at a device in Node: what they turn, and how policies, commands and sensors meet them.
import { expect, test } from "vitest";
import { pwmLight } from "../../../src/drivers/pwm-light.ts";
import { reed } from "../../../src/drivers/reed.ts";
import { rotaryEncoder } from "../../../src/drivers/rotary-encoder.ts";
import { deadBand, onChange } from "../../../src/filters.ts";
import { device, light, minutes, numberInput, seconds, sensor, valueOnly } from "../../../src/index.ts";
import { startParts } from "../parts-in-world.ts";

function started(declaration: ReturnType<typeof device>) {
  const scene = startParts(declaration);
  scene.pass(5_000);
  scene.said();
  return {
    ...scene,
    turned(role: string, detents: number) {
      scene.knob(role).turn(detents);
      scene.pass(3_000);
      return scene.said();
    },
  };
}

const knob = () => rotaryEncoder("knob");

test("one knob turns two actuators, each by its own step", () => {
  const both = knob();
  const { turned } = started(
    device({
      name: "desk",
      actuators: [
        numberInput("coarse", valueOnly(), { min: 0, max: 100, step: 10, turnedBy: both }),
        numberInput("fine", valueOnly(), { min: 0, max: 1, step: 0.1, turnedBy: both }),
      ],
    }),
  );
  expect(turned("knob", 1)).toEqual(["coarse=10", "fine=0.1"]);
  expect(turned("knob", -1)).toEqual(["coarse=0", "fine=0.0"]);
});

test("a knob's position is a sensor too, above and below 0", () => {
  const encoder = knob();
  const { turned } = started(
    device({
      name: "desk",
      sensors: [sensor("position", encoder.position, { every: minutes(1), filters: [onChange()] })],
      actuators: [numberInput("target", valueOnly(), { min: 0, max: 9, turnedBy: encoder })],
    }),
  );
  expect(turned("knob", 1)).toEqual(expect.arrayContaining(["position=1", "target=1"]));
  expect(turned("knob", -3)).toEqual(expect.arrayContaining(["position=-2", "target=0"]));
});

test("a knob's sensor publishes each step at once", () => {
  const { turned } = started(
    device({
      name: "desk",
      sensors: [sensor("position", knob().position, { every: minutes(10), filters: [deadBand(1)] })],
    }),
  );
  expect(turned("knob", 2)).toEqual(["position=1", "position=2"]);
});

test("a knob sets a lamp that is waiting to turn on", () => {
  const { turned, tell, pass, said, circuit } = started(
    device({
      name: "hall",
      actuators: [light("lamp", pwmLight("lamp"), { minimumOff: seconds(30), turnedBy: knob() })],
    }),
  );
  turned("knob", 2);
  expect(circuit.output("lamp")).toBe(0);
  turned("knob", 3);
  pass(30_000);
  expect(said()).toContain("lamp/brightness=65");
  tell("lamp/set", "off");
  pass(1_000);
  expect(circuit.output("lamp")).toBe(0);
});

test("a knob does not turn on a lamp that sensors forbid", () => {
  const { turned, circuit, contact, pass } = started(
    device({
      name: "hall",
      sensors: [sensor("door", reed("door").state, { every: seconds(10), states: ["shut", "open"] })],
      actuators: [light("lamp", pwmLight("lamp"), { onlyWhile: { door: "open" }, turnedBy: knob() })],
    }),
  );
  turned("knob", 20);
  expect(circuit.output("lamp")).toBe(0);
  contact("door").open();
  pass(2_000);
  expect(circuit.output("lamp")).toBe(0);
  turned("knob", 20);
  expect(circuit.output("lamp")).toBe(1);
});
