// What is wrong with what a test gives a trial: told at the call, not after ten seconds of waiting for what cannot come.

import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import {
  type Check,
  isFunction,
  isRecord,
  optionFaults,
  shown,
  throwFaults,
} from "../../src/checks/given.ts";
import { unknownName } from "../../src/checks/nearest-name.ts";
import type { DeviceDeclaration } from "../../src/device/device.ts";
import { type Surroundings, unansweredParts } from "./fit-parts.ts";
import type { Around } from "./parts/around.ts";

const isRecordOf: Check = (value) => (isRecord(value) ? undefined : "a record");
const isSpeed: Check = (value) =>
  Number.isFinite(value) && Number(value) > 0 ? undefined : "a number above 0";

const OPTIONS: Readonly<Record<string, Check>> = { around: isRecordOf, speed: isSpeed };
const AROUND: Readonly<Record<keyof Around, Check>> = {
  air: isFunction,
  lux: isFunction,
  share: isFunction,
  millivolts: isFunction,
  flow: isFunction,
  i2c: isRecordOf,
};

/** Throws when the device cannot be tried out so. */
export function checkTrial(declaration: DeviceDeclaration, options: unknown): void {
  if (!isRecord(declaration))
    throw new Error(
      `startTrial is given ${shown(declaration)} for its device; give it what device({...}) has made.`,
    );
  throwFaults(sentencesOf(declarationFaults(declaration)));
  throwFaults(optionFaults("options of a trial", options, OPTIONS));
  const { around = {} } = options as { around?: Record<string, unknown> };
  const roles = (declaration.sensors ?? []).map(({ quantity }) => quantity.part.role);
  throwFaults(
    Object.entries(around).flatMap(([role, parts]) =>
      roles.includes(role)
        ? optionFaults(`surroundings of "${role}"`, parts, AROUND)
        : [unknownName("role of a sensor", role, [...new Set(roles)])],
    ),
  );
  throwFaults(unansweredParts(declaration, around as Surroundings));
}

/** Throws when the device can have no command like this. */
export function checkCommand({ actuators = [] }: DeviceDeclaration, name: unknown, payload: unknown): void {
  const names = actuators.map((one) => one.name);
  // A light's brightness has a name of its own below the light's.
  if (typeof name !== "string" || !names.some((one) => one === name || name.startsWith(`${one}/`)))
    throw new Error(unknownName("actuator", String(name), names));
  if (typeof payload !== "string")
    throw new Error(`The command for "${name}" is ${shown(payload)}; it is text, as "on" or "40".`);
}
