// Words that a device may say of each of its sensors and actuators, to be published in its place.
import type { ActuatorDeclaration, ActuatorKind } from "../../../src/device/declare/actuators/declaration.ts";
import type { SelectInputDeclaration } from "../../../src/device/declare/actuators/select-input.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";

const ON_OFF = ["on", "off"];

/** Of the kinds that say something else than "on" and "off". */
const WORDS: Readonly<Record<ActuatorKind, readonly string[]>> = {
  lock: ["locked", "unlocking", "unlocked", "locking", "jammed"],
  valve: ["closed", "opening", "open", "closing"],
  number: ["21"],
  duration: ["5"],
  time: ["06:30", "19:05"],
};

/** By the name of a topic: words, of which each means something. */
export function wordsOf({
  sensors = [],
  actuators = [],
  diagnostics = [],
}: DeviceDeclaration): [name: string, words: readonly string[]][] {
  return [
    ["problem", ["none", 'heater: not understood: "onn"']],
    ...diagnostics.map((name): [string, string[]] => [name, ["7"]]),
    ...sensors.map(({ name, options }): [string, readonly string[]] => [
      name,
      options.states ?? ["21", "22"],
    ]),
    ...actuators.filter(({ kind }) => kind !== "button").map(ofActuator),
  ];
}

function ofActuator(actuator: ActuatorDeclaration): [string, readonly string[]] {
  const { choices } = actuator as Partial<SelectInputDeclaration>;
  return [actuator.name, choices ?? WORDS[actuator.kind] ?? ON_OFF];
}
