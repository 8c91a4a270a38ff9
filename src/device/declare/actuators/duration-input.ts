// A duration input: how long something takes, as people set it. Its value is a number of seconds, minutes or
// hours.
import { powerOfTen } from "../../../bytes/fixed-point.ts";
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import { startAt } from "../../run/actuators/declared-actuator.ts";
import { valueOnly } from "../../run/actuators/parts-without-hardware.ts";
import { type ActuatorDeclaration, type ActuatorOptions, keepLast, newDeclaration } from "./declaration.ts";
import { NUMBER_INPUT, type NumberDeclaration, stepBy } from "./number-input.ts";

type DurationUnit = "s" | "min" | "h";

export interface DurationInputOptions extends ActuatorOptions {
  /** The shortest duration. */
  min: Milliseconds;
  /** The longest duration, at most 24 days. */
  max: Milliseconds;
  /**
   * Durations lie whole steps above the shortest: one of `unit` by default. A command is rounded to the
   * nearest.
   */
  step?: Milliseconds;
  /** The unit of its state and its commands: seconds (default), minutes or hours. */
  unit?: DurationUnit;
  /** The duration before any was set, the shortest by default. */
  initial?: Milliseconds;
  /** "last" (default): the duration before, kept in the storage; or one that it has at each start. */
  atStart?: Milliseconds | "last";
}

export interface DurationInputDeclaration<Name extends string = string>
  extends NumberDeclaration<Name, "duration"> {
  options: DurationInputOptions;
}

const MOST_DECIMALS = 4;

export function isDurationInput(declaration: ActuatorDeclaration): declaration is DurationInputDeclaration {
  return declaration.kind === "duration";
}

/**
 * Declares a duration input called `name`: the command is a number of its unit, "2.5". Rules take it as a
 * time: `setFor("pump", "on", "dose")`.
 */
export function durationInput<const Name extends string>(
  name: Name,
  options: DurationInputOptions,
): DurationInputDeclaration<Name> {
  const { min, max, initial, atStart } = options;
  const unit = options.unit === undefined ? "s" : options.unit;
  const unitMs = millisecondsOf(unit);
  const step = options.step === undefined ? unitMs : options.step;
  const decimals = Math.max(decimalsOf(min, unitMs), decimalsOf(max, unitMs), decimalsOf(step, unitMs));
  const declaration = newDeclaration(
    name,
    "duration",
    valueOnly(),
    NUMBER_INPUT,
    options,
  ) as DurationInputDeclaration<Name>;
  const scale = powerOfTen(decimals);
  const inUnits = (ms: number) => Math.floor((ms * scale) / unitMs + 0.5);
  stepBy(declaration, decimals, inUnits(min), inUnits(max), inUnits(step), unit);
  const isKept = atStart === undefined || atStart === "last";
  if (isKept) keepLast(declaration);
  const first = initial === undefined ? min : initial;
  startAt(declaration, inUnits(isKept ? first : atStart));
  return declaration;
}

/** The milliseconds in the unit of a number that is a time; 0 for any other number. */
export function millisecondsOf(unit: string): number {
  if (unit === "s") return 1000;
  if (unit === "min") return 60000;
  return unit === "h" ? 3600000 : 0;
}

/** The number of decimals of a duration in a unit: 0 to 4. */
function decimalsOf(ms: number, unitMs: number): number {
  let decimals = 0;
  while (decimals < MOST_DECIMALS && (ms * powerOfTen(decimals)) % unitMs !== 0) decimals++;
  return decimals;
}
