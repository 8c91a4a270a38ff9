// A number that is set by command: a threshold, a speed. Whole-number arithmetic only.

import { decimalNumber } from "../../bytes/decimal-number.ts";
import { fixedPoint, powerOfTen, rounded, scaled } from "../../bytes/fixed-point.ts";
import type { Drivable } from "../../reading/part.ts";
import type { Actuator } from "../actuator.ts";
import {
  type ActuatorDeclaration,
  type ActuatorOptions,
  type Behaviour,
  declared,
  LAST,
  NOT_UNDERSTOOD,
} from "./declaration.ts";

export interface NumberOptions extends ActuatorOptions {
  /** The least and the greatest value. */
  min: number;
  max: number;
  /** Values lie whole steps above the least: 1 (default), 0.5, 0.1... */
  step?: number;
  /** The unit, as people write it. */
  unit?: string;
  /** The value at start, the least by default; "last": the one before, kept in the storage. */
  atStart?: number | "last";
  /** The value before any was kept, when `atStart` is "last". */
  initial?: number;
}

/** Declares a number called `name`, which the part is driven to, rounded to whole ones. `valueOnly()` has none to drive. */
export function number(name: string, part: Drivable, options: NumberOptions): ActuatorDeclaration {
  const step = options.step === undefined ? 1 : options.step;
  const decimals = Math.max(decimalsOf(step), decimalsOf(options.min), decimalsOf(options.max));
  const declaration = declared(name, "number", part, NUMBER, options);
  declaration.numberDecimals = decimals;
  declaration.numberUnit = options.unit === undefined ? "" : options.unit;
  declaration.leastValue = scaled(options.min, decimals);
  declaration.mostValue = scaled(options.max, decimals);
  declaration.numberStep = scaled(step, decimals);
  const initial = options.initial === undefined ? options.min : options.initial;
  declaration.startValue = scaled(typeof options.atStart === "number" ? options.atStart : initial, decimals);
  if (options.atStart === "last") declaration.keeping = LAST;
  return declaration;
}

/** How many decimals a value is written with: 0 to 4. */
function decimalsOf(value: number): number {
  let decimals = 0;
  while (decimals < 4 && Math.floor(value * powerOfTen(decimals) + 0.5) !== value * powerOfTen(decimals))
    decimals++;
  return decimals;
}

const NUMBER: Behaviour = { understand, say, driven, allows, tells: true };

function understand(actuator: Actuator, payload: string): number {
  const { leastValue, mostValue, numberStep, numberDecimals } = actuator.declared;
  const value = decimalNumber(payload, numberDecimals);
  if (value === undefined || value < leastValue || value > mostValue) return NOT_UNDERSTOOD;
  return (value - leastValue) % numberStep === 0 ? value : NOT_UNDERSTOOD;
}

function say(actuator: Actuator): string {
  return fixedPoint(actuator.value, actuator.declared.numberDecimals);
}

function driven(declaration: ActuatorDeclaration, value: number): number {
  return rounded(value, powerOfTen(declaration.numberDecimals));
}

function allows({ leastValue, mostValue, numberStep, numberDecimals }: ActuatorDeclaration): string {
  const range = fixedPoint(leastValue, numberDecimals) + " to " + fixedPoint(mostValue, numberDecimals);
  return "the number is " + range + " in steps of " + fixedPoint(numberStep, numberDecimals);
}
