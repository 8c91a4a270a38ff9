// Units that a home in °F shows in place of metric ones. Source: core 2026.11, util/unit_system.py
// (US_CUSTOMARY_SYSTEM) and util/unit_conversion.py. Of temperatures, and of areas, pressures, speeds and
// volumes, which no shipped device has, the stand-in says nothing.
import type { Payload } from "./abbreviations.ts";

const [MM, CM, KM, IN] = [0.001, 0.01, 1000, 0.0254] as const;
const FOOT = IN * 12;
const MILE = FOOT * 3 * 1760;
const HOUR = 3600;
const DAY = 86_400;

/** By class and unit: what one of its base unit is in both. */
const RATIOS: ReadonlyMap<string, readonly [from: number, to: number]> = new Map([
  ["distance mm", [1 / MM, 1 / IN]],
  ["distance cm", [1 / CM, 1 / IN]],
  ["distance m", [1, 1 / FOOT]],
  ["distance km", [1 / KM, 1 / MILE]],
  ["precipitation mm", [1 / MM, 1 / IN]],
  ["precipitation cm", [1 / CM, 1 / IN]],
  ["precipitation_intensity mm/h", [HOUR / MM, HOUR / IN]],
  ["precipitation_intensity mm/d", [DAY / MM, DAY / IN]],
  ["wind_speed m/s", [1, HOUR / MILE]],
  ["wind_speed km/h", [HOUR / KM, HOUR / MILE]],
]);
/** A state has so many digits (helpers/entity.py, FLOAT_PRECISION). */
const DIGITS = 15;

/** The state of a sensor as such a home shows it. */
export function inCustomaryUnits(
  { device_class: name, unit_of_measurement: unit }: Payload,
  state: string,
): string {
  const ratios = RATIOS.get(`${name} ${unit}`);
  if (ratios === undefined) return state;
  const [from, to] = ratios;
  const converted = Number(((Number(state) / from) * to).toPrecision(DIGITS));
  // Python writes a float, with a decimal at least.
  return Number.isInteger(converted) ? converted.toFixed(1) : String(converted);
}
