// Sensor classes of Home Assistant: its device classes, and the units and state classes of each. In no image.
import type { MeantUnits } from "../device/declare/unit.ts";
import { CORE_SENSOR_CLASSES } from "./core-classes.ts";

export { BINARY_SENSOR_CLASSES, CORE_VERSION } from "./core-classes.ts";

export interface SensorClass {
  /** "" is no unit. */
  units: readonly string[];
  /** How long-term statistics are kept; the first is the usual one. */
  stateClasses: readonly string[];
}

/** Of those that a class takes, the usual one comes first. */
const USUAL_FIRST = ["measurement", "total_increasing", "total", "measurement_angle"];
/** What falls adds up. */
const ADDS_UP = ["precipitation"];

export const SENSOR_CLASSES: Readonly<Record<string, SensorClass>> = Object.fromEntries(
  Object.entries(CORE_SENSOR_CLASSES).map(([name, { units, stateClasses }]) => {
    const order = ADDS_UP.includes(name) ? [...USUAL_FIRST.slice(1), "measurement"] : USUAL_FIRST;
    return [name, { units, stateClasses: order.filter((stateClass) => stateClasses.includes(stateClass)) }];
  }),
);

/** Their values are no numbers. */
export const NO_NUMBERS: readonly string[] = ["date", "enum", "timestamp", "uptime"];

/**
 * Those that came when Home Assistant's own micro sign was the Greek letter already: it takes no other there.
 */
const GREEK: readonly string[] = Object.values(SENSOR_CLASSES).flatMap(({ units }) =>
  units.filter((unit) => unit.includes("\u03bc")),
);

/** A unit as every version takes it, whichever letter it was written with. */
export function announcedUnit(unit: string): string {
  const greek = unit.replaceAll("\u00b5", "\u03bc");
  return GREEK.includes(greek) ? greek : unit.replaceAll("\u03bc", "\u00b5");
}

/** Is it one of those that Home Assistant has in a class? */
export function isKnownUnit(unit: string): boolean {
  return Object.values(SENSOR_CLASSES).some(({ units }) => units.includes(announcedUnit(unit)));
}

/** Classes that a unit leaves no doubt about. Not "%", "ppm", "hPa" or "kWh": each is the unit of several. */
const CLASS_OF_UNIT: Readonly<Record<string, string>> = {
  "°C": "temperature",
  "°F": "temperature",
  lx: "illuminance",
  V: "voltage",
  mV: "voltage",
  A: "current",
  mA: "current",
  W: "power",
  kW: "power",
  VA: "apparent_power",
  dBm: "signal_strength",
  Hz: "frequency",
  kHz: "frequency",
  "mm/h": "precipitation_intensity",
};

/** Names by which people call what Home Assistant calls otherwise. Not "rain-tank", which has a level. */
const CLASS_OF_NAME: Readonly<Record<string, string>> = {
  rain: "precipitation",
  rainfall: "precipitation",
  wind: "wind_speed",
  gust: "wind_speed",
  "wind-gust": "wind_speed",
};

/**
 * The class that the name ("humidity", "ph") or the unit ("°C") of a sensor leaves no doubt about;
 * `undefined` where neither does.
 */
export function obviousClass(name: string, unit: string): string | undefined {
  const asClass = Object.hasOwn(CLASS_OF_NAME, name)
    ? (CLASS_OF_NAME[name] as string)
    : name.replaceAll("-", "_");
  if (classOf(asClass)?.units.includes(announcedUnit(unit))) return asClass;
  return Object.hasOwn(CLASS_OF_UNIT, unit) ? CLASS_OF_UNIT[unit] : undefined;
}

/** What Home Assistant accepts of a class; `undefined` when it is none. */
export function classOf(name: string): SensorClass | undefined {
  return Object.hasOwn(SENSOR_CLASSES, name) ? SENSOR_CLASSES[name] : undefined;
}

const MEANT: Readonly<MeantUnits> = {
  C: "°C",
  degC: "°C",
  Celsius: "°C",
  "℃": "°C",
  º: "°",
  F: "°F",
  "℉": "°F",
  Watt: "W",
  watts: "W",
  Volt: "V",
  hours: "h",
  minutes: "min",
  sec: "s",
  seconds: "s",
  days: "d",
  "mi/h": "mph",
  kmh: "km/h",
  kph: "km/h",
  lux: "lx",
  m2: "m²",
  m3: "m³",
  ft3: "ft³",
  l: "L",
  ml: "mL",
  KWh: "kWh",
  kwh: "kWh",
  percent: "%",
  mBar: "mbar",
};

/**
 * What was probably meant by a unit that Home Assistant does not know; `undefined` when it is not known to be
 * wrong.
 */
export function meantUnit(unit: string): string | undefined {
  if (isMistaken(unit)) return MEANT[unit];
  const meant = unit
    .replace(/^[ºo˚]([CF])$/, "°$1")
    .replace(/^ug\//, "\u00b5g/")
    .replace(/\/m3(?=$|\/)/, "/m³")
    .replace(/^m3(?=\/)/, "m³")
    .replace(/\/m2$/, "/m²");
  return meant === unit ? undefined : meant;
}

function isMistaken(unit: string): unit is keyof MeantUnits {
  return Object.hasOwn(MEANT, unit);
}
