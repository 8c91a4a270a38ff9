// A number input: a number that is set by command: a threshold, a speed. Whole-number arithmetic only.

import { decimalHalves } from "../../../bytes/decimal-number.ts";
import { fixedPoint, powerOfTen, rounded, scaled } from "../../../bytes/fixed-point.ts";
import { DURATIONS } from "../../../features.ts";
import type { Drivable } from "../../../reading/part.ts";
import type { Actuator } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
import { startAt } from "../../run/actuators/declared-actuator.ts";
import type { Unit } from "../unit.ts";
import {
  type ActuatorDeclaration,
  type ActuatorOptions,
  boundBy,
  keepLast,
  newDeclaration,
  type TurnedOptions,
  turnBy,
} from "./declaration.ts";

export interface NumberInputOptions<Written extends string = string> extends ActuatorOptions, TurnedOptions {
  /** The least value, in `unit`. */
  min: number;
  /** The greatest value, in `unit`. */
  max: number;
  /** Values lie whole steps above the least: 1 (default), 0.5, 0.1... A command is rounded to the nearest. */
  step?: number;
  /** The unit, as people write it. */
  unit?: Unit<Written>;
  /** The value at start, the least by default; "last": the one before, kept in the storage. */
  atStart?: number | "last";
  /** The value before any was kept, when `atStart` is "last". */
  initial?: number;
}

/** An actuator with a number as its value: a `numberInput`, a `durationInput`. */
export interface NumberDeclaration<Name extends string = string, Kind extends string = string>
  extends ActuatorDeclaration<Name, number, never> {
  kind: Kind;
  /** Its values are whole numbers with so many decimals, in whole steps above the least. */
  decimals: number;
  step: number;
  /** "" is none. */
  unit: string;
}

export interface NumberInputDeclaration<Name extends string = string>
  extends NumberDeclaration<Name, "number"> {
  options: NumberInputOptions;
}

/** Is its value a number, with decimals and steps? */
export function hasNumber(declaration: ActuatorDeclaration): declaration is NumberDeclaration {
  return declaration.kind === "number" || (DURATIONS && declaration.kind === "duration");
}

/** A number input while the device runs. */
interface RunningNumberInput extends Actuator {
  declaration: NumberDeclaration;
}

/**
 * Declares a number input called `name`. The part is driven to its value, rounded to a whole number;
 * `valueOnly()` drives nothing.
 */
export function numberInput<const Name extends string, Written extends string>(
  name: Name,
  part: Drivable,
  options: NumberInputOptions<Written>,
): NumberInputDeclaration<Name> {
  const step = options.step === undefined ? 1 : options.step;
  const decimals = Math.max(decimalsOf(step), decimalsOf(options.min), decimalsOf(options.max));
  const declaration = newDeclaration(
    name,
    "number",
    part,
    NUMBER_INPUT,
    options,
  ) as NumberInputDeclaration<Name>;
  declaration.decimals = decimals;
  declaration.unit = options.unit === undefined ? "" : options.unit;
  boundBy(declaration, scaled(options.min, decimals), scaled(options.max, decimals));
  declaration.step = scaled(step, decimals);
  const initial = options.initial === undefined ? options.min : options.initial;
  startAt(declaration, scaled(typeof options.atStart === "number" ? options.atStart : initial, decimals));
  if (options.atStart === "last") keepLast(declaration);
  turnBy(declaration, options.turnedBy, declaration.step);
  return declaration;
}

/**
 * For another kind of number: its values are whole numbers with so many decimals, from `min` to `max` by
 * `step`.
 */
export function stepBy(
  declaration: NumberDeclaration,
  decimals: number,
  min: number,
  max: number,
  step: number,
  unit: string,
): void {
  declaration.decimals = decimals;
  declaration.unit = unit;
  declaration.step = step;
  boundBy(declaration, min, max);
}

const MOST_DECIMALS = 4;
const FIFTH_DECIMAL = 100000;

/**
 * How many decimals a value is written with: 0 to 4. A fraction's product is wrong by less than one of the
 * fifth decimal: 0.07 * 100 is 7.000000000000001.
 */
function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals++) {
    const size = powerOfTen(decimals);
    if (Math.abs(scaled(value, decimals) - value * size) * FIFTH_DECIMAL < size) return decimals;
  }
  return MOST_DECIMALS;
}

export const NUMBER_INPUT: Behaviour = {
  understand,
  stateText,
  driveValue,
  allows,
  hasState: true,
  states: undefined,
  refusesEarly: false,
};

/**
 * The value of the step nearest to a number, which programs send with any digits; halfway between two steps,
 * the one further from zero.
 */
function understand(actuator: RunningNumberInput, payload: string): number {
  const { leastValue, mostValue, step, decimals } = actuator.declaration;
  const halves = decimalHalves(payload, decimals);
  if (halves === undefined) return NOT_UNDERSTOOD;
  const nearest = rounded(halves, 2);
  if (nearest < leastValue || nearest > mostValue) return NOT_UNDERSTOOD;
  const below = Math.max(Math.floor(halves / 2), leastValue);
  const past = (below - leastValue) % step;
  // The halves are those towards zero: a number below zero lies just below them.
  const beyond = past + halves - 2 * below - (halves < 0 ? 1 : 0);
  return beyond >= step - past ? below - past + step : below - past;
}

function stateText(actuator: RunningNumberInput): string {
  return fixedPoint(actuator.value, actuator.declaration.decimals);
}

function driveValue(declaration: NumberDeclaration, value: number): number {
  return rounded(value, powerOfTen(declaration.decimals));
}

function allows({ leastValue, mostValue, step, decimals }: NumberDeclaration): string {
  const range = fixedPoint(leastValue, decimals) + " to " + fixedPoint(mostValue, decimals);
  return "the number is " + range + " in steps of " + fixedPoint(step, decimals);
}
