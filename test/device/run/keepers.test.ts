// Keepers of driven parts: what they say is a problem of the device, once for all outputs of a part, with no
// sensor at all.
import { expect, test } from "vitest";
import board from "../../../boards/esp32-espruino.ts";
import { seconds } from "../../../src/bytes/milliseconds.ts";
import { light } from "../../../src/device/declare/actuators/light.ts";
import { numberInput } from "../../../src/device/declare/actuators/number-input.ts";
import { powerSwitch } from "../../../src/device/declare/actuators/switch.ts";
import { device } from "../../../src/device/declare/device.ts";
import { sensor } from "../../../src/device/declare/sensor.ts";
import { pca9685, pca9685Light, pca9685Servo } from "../../../src/drivers/pca9685.ts";
import { newPart, type Part, type Quantity } from "../../../src/reading/part.ts";
import { featuresOf } from "../../../tools/image/features/features.ts";
import { notedPart, startActing } from "../acting-device.ts";
import { startParts } from "../parts-in-world.ts";

const LOOK_MS = 1000;

/** A board of outputs, whose keeper says `fault`. */
function boardOfOutputs() {
  const seen = { fault: "", begun: 0, looks: 0 };
  const keeper = newPart(
    "board",
    "none",
    () => {
      seen.begun += 1;
    },
    () => LOOK_MS,
    () => {
      seen.looks += 1;
      return seen.fault;
    },
  );
  const output = (): ReturnType<typeof notedPart> => Object.assign(notedPart(), { keeper });
  return { seen, keeper, output };
}

test("a silent output board is one problem for all its outputs", () => {
  const { seen, output } = boardOfOutputs();
  const actuators = [powerSwitch("fan", output()), powerSwitch("pump", output())];
  const run = startActing({ actuators });
  expect(seen.begun).toBe(1);
  run.pass(seconds(10));
  expect(run.saidOf("problem")).toEqual(["none"]);
  seen.fault = "no answer";
  run.pass(seconds(2));
  expect(run.saidOf("problem")).toEqual(["board: no answer"]);
  run.command("fan", "on");
  seen.fault = "";
  run.pass(seconds(2));
  expect(run.saidOf("problem")).toEqual(["none"]);
});

test("an output board is checked as often as its driver requests", () => {
  const { seen, output } = boardOfOutputs();
  const run = startActing({ actuators: [powerSwitch("fan", output())] });
  const before = seen.looks;
  for (let i = 0; i < 20; i++) run.command("fan", i % 2 === 0 ? "on" : "off");
  run.pass(seconds(8));
  expect(seen.looks - before).toBe(10);
});

test("an output board that also measures gives its sensors readings", () => {
  const { keeper, output } = boardOfOutputs();
  const quantity: Quantity = { part: keeper, decimals: 0, value: 7 };
  const run = startActing({
    sensors: [sensor("load", quantity, { every: seconds(5) })],
    actuators: [powerSwitch("fan", output())],
  });
  run.pass(seconds(7));
  expect(run.saidOf("load")).toContain("7");
});

test("an output board's values are restored after a power cut", () => {
  const board = pca9685("driver", { hertz: 50 });
  const { pass, tell, problem, place, pwmBoard } = startParts(
    device({
      name: "room",
      actuators: [
        numberInput("flap", pca9685Servo(board, 0), { min: 0, max: 180, initial: 90 }),
        light("lamp", pca9685Light(board, 1)),
      ],
    }),
  );
  const { outputs, losePower } = pwmBoard("driver");
  const [flap, lamp] = [() => outputs()[0], () => outputs()[1]];
  pass(seconds(3));
  expect([flap(), lamp(), problem()]).toEqual([307, 0, "none"]);
  place("driver").answers = false;
  tell("lamp/set", "on");
  pass(seconds(3));
  expect([lamp(), problem()]).toEqual([0, "driver: no answer"]);
  losePower();
  place("driver").answers = true;
  pass(seconds(2));
  expect([flap(), lamp(), problem()]).toEqual([307, 4096, "none"]);
});

test("an image without an output board has no code for checking", () => {
  const part = (keeper?: Part) => Object.assign(notedPart(), keeper === undefined ? {} : { keeper });
  const keepers = (fan: ReturnType<typeof part>) =>
    featuresOf(device({ name: "room", actuators: [powerSwitch("fan", fan)] }), board).keepers;
  expect([keepers(part()), keepers(part(boardOfOutputs().keeper))]).toEqual([false, true]);
});
