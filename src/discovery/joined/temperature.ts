// A temperature that people set, and the one that it is: what a thermostat and a water heater have in common.
import type { NumberInputDeclaration } from "../../device/declare/actuators/number-input.ts";
import type { SensorDeclaration } from "../../device/declare/sensor.ts";
import type { Told, WrongOption } from "../../kinds/kind.ts";
import { commandOf, stateOf } from "./joined.ts";

const UNITS: Readonly<Record<string, string>> = { "°C": "C", "°F": "F" };

interface Temperatures {
  target: NumberInputDeclaration;
  current?: SensorDeclaration;
}

/** Home Assistant converts both by one unit. */
export function temperatureFaults({ target, current }: Temperatures): WrongOption[] {
  const wrong = (option: string, sentence: string) => [{ option, sentence }];
  if (!Object.hasOwn(UNITS, target.unit))
    return wrong("target", `sets "${target.name}", which is ${inUnit(target.unit)}; it is in °C or °F.`);
  const { unit = "" } = current?.options ?? { unit: target.unit };
  if (unit === target.unit) return [];
  return wrong(
    "current",
    `sets "${target.name}" in ${target.unit} and reads "${current?.name}", which is ${inUnit(unit)}; both are in one unit.`,
  );
}

function inUnit(unit: string): string {
  return unit === "" ? "without a unit" : `in ${unit}`;
}

/** Its bounds and its topics. */
export function targetTopics(target: NumberInputDeclaration): Told {
  const { leastValue, mostValue, decimals, unit } = target;
  return {
    temp_unit: UNITS[unit] as string,
    temp_stat_t: stateOf(target),
    temp_cmd_t: commandOf(target),
    min_temp: leastValue / 10 ** decimals,
    max_temp: mostValue / 10 ** decimals,
  };
}

/** Of what is shown: Home Assistant takes tenths, halves and whole ones. */
export function precision(target: NumberInputDeclaration, current: SensorDeclaration | undefined): number {
  return target.decimals > 0 || (current?.decimals ?? 0) > 0 ? 0.1 : 1;
}
