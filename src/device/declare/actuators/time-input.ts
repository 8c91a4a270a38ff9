// A time input: a time of day that people set, as "06:30". Its value is the minutes since midnight; it drives
// nothing.
import { timeText } from "../../../clock/moment-text.ts";
import { minuteOf } from "../../../clock/time-of-day.ts";
import type { Actuator } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
import { startAt } from "../../run/actuators/declared-actuator.ts";
import { valueOnly } from "../../run/actuators/parts-without-hardware.ts";
import {
  type ActuatorDeclaration,
  type ActuatorOptions,
  boundBy,
  keepLast,
  newDeclaration,
} from "./declaration.ts";

export interface TimeInputOptions extends ActuatorOptions {
  /** The time before any was set, "00:00" by default. */
  initial?: string;
  /** "last" (default): the time before, kept in the storage; or one that it has at each start, as "06:30". */
  atStart?: string;
  /**
   * Its platform at Home Assistant: "time" (default), or "text" for a Home Assistant before 2026.11. Trap:
   * that one refuses a device that has a "time".
   */
  platform?: "time" | "text";
}

export interface TimeInputDeclaration<Name extends string = string>
  extends ActuatorDeclaration<Name, string, never> {
  kind: "time";
  options: TimeInputOptions;
}

const MIDNIGHT = "00:00";
const LAST_MINUTE = 1439;

/** Declares a time input called `name`: the command is a local time of day, "06:30". Nothing converts it. */
export function timeInput<const Name extends string>(
  name: Name,
  options?: TimeInputOptions,
): TimeInputDeclaration<Name> {
  const given = options === undefined ? {} : options;
  const declaration = newDeclaration(
    name,
    "time",
    valueOnly(),
    TIME_INPUT,
    given,
  ) as TimeInputDeclaration<Name>;
  boundBy(declaration, 0, LAST_MINUTE);
  const isKept = given.atStart === undefined || given.atStart === "last";
  const initial = given.initial === undefined ? MIDNIGHT : given.initial;
  if (isKept) keepLast(declaration);
  startAt(declaration, minuteGiven(isKept ? initial : (given.atStart as string)));
  return declaration;
}

const TIME_INPUT: Behaviour = {
  understand: (_actuator: Actuator, payload: string) => minuteGiven(payload),
  stateText: (actuator: Actuator) => timeText(actuator.value),
  driveValue: () => 0,
  allows: () => "the time is 00:00 to 23:59, as 06:30",
  hasState: true,
  states: undefined,
  valueOfWord,
  refusesEarly: false,
};

function minuteGiven(text: string): number {
  const minute = minuteOf(text);
  return minute === undefined ? NOT_UNDERSTOOD : minute;
}

function valueOfWord(_declaration: ActuatorDeclaration, word: string): number | undefined {
  return minuteOf(word);
}
