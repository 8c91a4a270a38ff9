// A part of several pins on a board: what is said of each, and of the part once.
import { expect, test } from "vitest";
import { wire } from "../../boards/board.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import esp8266 from "../../boards/esp8266-nodemcu.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { motor } from "../../src/drivers/motor.ts";
import { pwmLight } from "../../src/drivers/pwm-light.ts";
import { device, light, numberInput } from "../../src/index.ts";
import { pwmFaults } from "../../tools/image/pwm-faults.ts";
import { rolesByPin } from "../../tools/image/roles-by-pin.ts";
import { trapWarnings } from "../../tools/image/traps.ts";
import { neededRoles } from "../../tools/image/wiring.ts";
import { powerDevice } from "../../tools/sim/powered-device.ts";
import { partsInWorld } from "../device/parts-in-world.ts";

const turning = (role: string, hertz?: number) =>
  numberInput(role, motor(role, hertz), { min: -100, max: 100, initial: 0 });
const withMotors = (...hertz: (number | undefined)[]) =>
  device({ name: "car", actuators: hertz.map((one, i) => turning(`wheel-${i}`, one)) });

test("each pin of a motor counts as one of the board's", async () => {
  expect(await pwmFaults(withMotors(undefined), esp32)).toEqual([]);
  expect(await pwmFaults(withMotors(undefined, 5000), esp32)).toEqual([]);
  expect(sentencesOf(await pwmFaults(withMotors(undefined, undefined), esp32))).toEqual([
    'The part "wheel-1" is one too many for PWM at 500 Hz: ESP32 running Espruino drives 3 pins at any frequency and 5 pins at 5000 Hz at a time; give it another frequency, or take it out.',
  ]);
});

test("a wrong frequency is refused once for both pins", async () => {
  expect(sentencesOf(await pwmFaults(withMotors(25000), esp8266))).toEqual([
    'The part "wheel-0" drives its pin at 25000 Hz, and NodeMCU DevKit (ESP8266) running NodeMCU makes whole hertz from 1 to 1000; give it a frequency within these, or choose another board.',
  ]);
});

test("a motor shares the one frequency of a board with a light", async () => {
  const lamp = light("lamp", pwmLight("lamp"));
  expect(await pwmFaults(device({ name: "car", actuators: [turning("wheel"), lamp] }), esp8266)).toEqual([]);
  const other = device({ name: "car", actuators: [turning("wheel", 100), lamp] });
  expect(sentencesOf(await pwmFaults(other, esp8266)).join()).toContain(
    'The part "lamp" drives its pin at 500 Hz and "wheel" at 100 Hz',
  );
});

test("drawings and traps name each pin of a role", () => {
  const needed = neededRoles(withMotors(undefined));
  const wired = wire(esp8266, { "wheel-0": { forward: "D1", backward: "D8" } });
  expect([...rolesByPin(needed, wired)]).toEqual([
    ["D1", "wheel-0 forward"],
    ["D8", "wheel-0 backward"],
  ]);
  expect(trapWarnings(needed, wired).map(({ role, pin }) => [role, pin])).toEqual([["wheel-0", "D8"]]);
});

test("a motor whose device loses its power stands still", () => {
  const declaration = withMotors(undefined);
  const { world, circuit, pass, tell } = partsInWorld(declaration);
  const powered = powerDevice(world, declaration);
  pass(5000);
  tell("wheel-0/set", "-40");
  pass(1000);
  expect(circuit.output("wheel-0.backward")).toBeCloseTo(0.4, 2);
  powered.cutPower();
  expect(circuit.output("wheel-0.backward")).toBe(0);
});
