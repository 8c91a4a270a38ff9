// Faults of what follows a sensor, in one sentence.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { light } from "../../src/device/declare/actuators/light.ts";
import { numberInput } from "../../src/device/declare/actuators/number-input.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { device } from "../../src/device/declare/device.ts";
import { follow } from "../../src/device/declare/rules/follow.ts";
import { valueOnly } from "../../src/device/run/actuators/parts-without-hardware.ts";
import type { Follow } from "../../src/device/run/rules/follow.ts";
import { relay } from "../../src/drivers/relay.ts";
import { notedPart, probeSensor } from "../device/acting-device.ts";

function faults(...follows: Follow[]): string[] {
  return sentencesOf(
    declarationFaults(
      device({
        name: "room",
        sensors: [
          probeSensor({ tenths: 0 }, "temperature"),
          probeSensor({ tenths: 0 }, "leak", { decimals: 0, states: ["dry", "wet"] }),
        ],
        actuators: [
          powerSwitch("heater", relay("r")),
          light("lamp", notedPart(255)),
          numberInput("fan", valueOnly(), { min: 0, max: 100 }),
          numberInput("fine", valueOnly(), { min: -1, max: 1, step: 0.05 }),
          numberInput("kept", valueOnly(), { min: 0, max: 1, atStart: "last" }),
        ],
        follows,
      }),
    ),
  );
}

const TWO = [
  [20, 0],
  [24, 1],
] as const;
const many = (count: number) => Array.from({ length: count }, (_, at) => [at, 0] as const);

test("a sound curve has no faults", () => {
  expect(
    faults(
      follow("fan", "temperature", [...TWO, [24.1, 100]], { whenSilent: 30 }),
      follow("fine", "temperature", many(32), { whenSilent: -0.35 }),
      follow("lamp", "temperature", TWO),
    ),
  ).toEqual([]);
});

test.each<[what: string, follow: Follow, sentence: string]>([
  [
    "no such actuator",
    follow("fam", "temperature", TWO),
    'The actuator "fam" is to follow "temperature": there is no such actuator; did you mean "fan"? Known are: heater, lamp, fan, fine, kept.',
  ],
  [
    "no such sensor",
    follow("fan", "temprature", TWO),
    'The actuator "fan" is to follow "temprature": there is no such sensor; did you mean "temperature"? Known are: temperature, leak.',
  ],
  [
    "a sensor of words",
    follow("fan", "leak", TWO),
    'The actuator "fan" is to follow "leak", which says words; a rule may act on each of them.',
  ],
  [
    "a switch",
    follow("heater", "temperature", TWO),
    'The actuator "heater" is a switch and follows "temperature"; a number does, and a light with a brightness.',
  ],
  [
    "one point",
    follow("fan", "temperature", many(1)),
    'The actuator "fan" follows "temperature" by a curve of 1 point; it has 2 to 32.',
  ],
  [
    "too many points",
    follow("fan", "temperature", many(33)),
    'The actuator "fan" follows "temperature" by a curve of 33 points; it has 2 to 32.',
  ],
  [
    "a reading finer than the sensor",
    follow("fan", "temperature", [[20.05, 0], ...TWO]),
    'The actuator "fan" follows "temperature" by a curve with the reading 20.05; it is a number of at most 1 decimal, as "temperature" has.',
  ],
  [
    "no number",
    follow("fan", "temperature", [["20" as never, 0], ...TWO]),
    'The actuator "fan" follows "temperature" by a curve with the reading "20"; it is a number of at most 1 decimal, as "temperature" has.',
  ],
  [
    "a value out of its range",
    follow("fan", "temperature", [...TWO, [28, 101]]),
    'The actuator "fan" follows "temperature" by a curve with the value 101; "fan" takes whole numbers from 0 to 100.',
  ],
  [
    "a value too fine",
    follow("fine", "temperature", [...TWO, [28, 0.123]]),
    'The actuator "fine" follows "temperature" by a curve with the value 0.123; "fine" takes numbers from -1 to 1 of at most 2 decimals.',
  ],
  [
    "readings out of order",
    follow("fan", "temperature", [
      [24, 0],
      [20, 100],
    ]),
    'The actuator "fan" follows "temperature" by a curve with 20 behind 24; the readings are in ascending order.',
  ],
  [
    "the same reading twice",
    follow("fan", "temperature", [
      [24, 0],
      [24, 100],
    ]),
    'The actuator "fan" follows "temperature" by a curve with 24 behind 24; the readings are in ascending order.',
  ],
  [
    "a line that overflows",
    follow("fan", "temperature", [
      [-40_000_000, 0],
      [40_000_000, 100],
    ]),
    'The actuator "fan" follows "temperature" by a curve that goes too far from -40000000 to 40000000; put points between.',
  ],
  [
    "a value for silence out of range",
    follow("lamp", "temperature", TWO, { whenSilent: 256 }),
    'The actuator "lamp" has whenSilent: 256; "lamp" takes whole numbers from 0 to 255.',
  ],
  [
    "a value for silence between two steps",
    follow("fine", "temperature", TWO, { whenSilent: 0.12 }),
    'The actuator "fine" has whenSilent: 0.12; "fine" goes from -1 by 0.05.',
  ],
  [
    "a state that is kept",
    follow("kept", "temperature", TWO),
    'The actuator "kept" follows "temperature", which says where it is, and keeps its state for the next start; leave its atStart out.',
  ],
])("%s is refused", (_, follow, sentence) => {
  expect(faults(follow)).toEqual([sentence]);
});

test("an actuator that follows two sensors is refused", () => {
  expect(faults(follow("fan", "temperature", TWO), follow("fan", "temperature", TWO))).toEqual([
    'The actuator "fan" follows "temperature" and "temperature"; leave one of them out.',
  ]);
});
