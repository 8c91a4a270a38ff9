// What Home Assistant accepts of a sensor: its device classes, and the units and state classes of each. In no image.
//
// Source: Home Assistant Core, components/sensor/const.py, as of 2025. A unit outside its class's list makes the sensor
// fail since 2025.7. Units are compared by code point: the micro sign is U+00B5, not the Greek letter U+03BC.

import type { MeantUnits } from "../device/declare/unit.ts";

/** How long-term statistics are kept. */
type StateClass = "measurement" | "measurement_angle" | "total" | "total_increasing";

export interface SensorClass {
  /** "" is no unit. */
  units: readonly string[];
  /** The first is the usual one. */
  stateClasses: readonly StateClass[];
}

const NOW: readonly StateClass[] = ["measurement"];
const METER: readonly StateClass[] = ["total_increasing", "total"];
const ANY: readonly StateClass[] = ["measurement", "total", "total_increasing"];
const WORDS: SensorClass = { units: [""], stateClasses: [] };

const TEMPERATURE = ["°C", "°F", "K"];
const PRESSURE = ["Pa", "hPa", "kPa", "bar", "cbar", "mbar", "mmHg", "inHg", "psi"];
const ENERGY = "Wh kWh MWh GWh TWh mWh J kJ MJ GJ cal kcal Mcal Gcal".split(" ");
const SPEED = ["m/s", "km/h", "mph", "kn", "ft/s", "in/s", "mm/s", "Beaufort"];
const RAIN_RATE = ["mm/h", "mm/d", "in/h", "in/d"];
const VOLUME = ["m³", "L", "mL", "gal", "fl. oz.", "ft³", "CCF"];
const CONCENTRATION: SensorClass = { units: ["µg/m³"], stateClasses: NOW };
const MILLIONTHS: SensorClass = { units: ["ppm"], stateClasses: NOW };
const PERCENT: SensorClass = { units: ["%"], stateClasses: NOW };
const BARE: SensorClass = { units: [""], stateClasses: NOW };

export const SENSOR_CLASSES: Readonly<Record<string, SensorClass>> = {
  apparent_power: { units: ["VA"], stateClasses: NOW },
  aqi: BARE,
  area: { units: ["m²", "cm²", "km²", "mm²", "in²", "ft²", "yd²", "mi²", "ac", "ha"], stateClasses: ANY },
  atmospheric_pressure: { units: PRESSURE, stateClasses: NOW },
  battery: PERCENT,
  carbon_dioxide: MILLIONTHS,
  carbon_monoxide: MILLIONTHS,
  conductivity: { units: ["S/cm", "mS/cm", "µS/cm"], stateClasses: NOW },
  current: { units: ["A", "mA"], stateClasses: NOW },
  data_rate: {
    units: "bit/s kbit/s Mbit/s Gbit/s B/s kB/s MB/s GB/s KiB/s MiB/s GiB/s".split(" "),
    stateClasses: NOW,
  },
  data_size: { units: "bit kbit Mbit Gbit B kB MB GB TB KiB MiB GiB TiB".split(" "), stateClasses: ANY },
  date: WORDS,
  distance: { units: ["mm", "cm", "m", "km", "in", "ft", "yd", "mi"], stateClasses: ANY },
  duration: { units: ["d", "h", "min", "s", "ms"], stateClasses: ANY },
  energy: { units: ENERGY, stateClasses: METER },
  energy_storage: { units: ENERGY, stateClasses: NOW },
  enum: WORDS,
  frequency: { units: ["Hz", "kHz", "MHz", "GHz"], stateClasses: NOW },
  gas: { units: ["m³", "ft³", "CCF"], stateClasses: METER },
  humidity: PERCENT,
  illuminance: { units: ["lx"], stateClasses: NOW },
  irradiance: { units: ["W/m²", "BTU/(h⋅ft²)"], stateClasses: NOW },
  moisture: PERCENT,
  nitrogen_dioxide: CONCENTRATION,
  nitrogen_monoxide: CONCENTRATION,
  nitrous_oxide: CONCENTRATION,
  ozone: CONCENTRATION,
  ph: BARE,
  pm1: CONCENTRATION,
  pm10: CONCENTRATION,
  pm25: CONCENTRATION,
  power: { units: ["W", "kW", "MW", "GW", "TW"], stateClasses: NOW },
  power_factor: { units: ["%", ""], stateClasses: NOW },
  precipitation: { units: ["mm", "cm", "in"], stateClasses: ["total_increasing", "total", "measurement"] },
  precipitation_intensity: { units: RAIN_RATE, stateClasses: NOW },
  pressure: { units: PRESSURE, stateClasses: NOW },
  reactive_power: { units: ["var"], stateClasses: NOW },
  signal_strength: { units: ["dB", "dBm"], stateClasses: NOW },
  sound_pressure: { units: ["dB", "dBA"], stateClasses: NOW },
  speed: { units: [...SPEED, ...RAIN_RATE], stateClasses: NOW },
  sulphur_dioxide: CONCENTRATION,
  temperature: { units: TEMPERATURE, stateClasses: NOW },
  temperature_delta: { units: TEMPERATURE, stateClasses: NOW },
  timestamp: WORDS,
  volatile_organic_compounds: CONCENTRATION,
  volatile_organic_compounds_parts: { units: ["ppm", "ppb"], stateClasses: NOW },
  voltage: { units: ["V", "mV", "µV", "kV", "MV"], stateClasses: NOW },
  volume: { units: VOLUME, stateClasses: METER },
  volume_flow_rate: { units: ["m³/h", "L/min", "mL/s", "ft³/min", "gal/min"], stateClasses: NOW },
  volume_storage: { units: VOLUME, stateClasses: NOW },
  water: { units: ["L", "m³", "gal", "ft³", "CCF"], stateClasses: METER },
  weight: { units: ["µg", "mg", "g", "kg", "oz", "lb", "st"], stateClasses: ANY },
  wind_direction: { units: ["°"], stateClasses: ["measurement_angle"] },
  wind_speed: { units: SPEED, stateClasses: NOW },
};

/** What a binary sensor may be; its "on" is the class's own: a door is open, a battery low, a lock unlocked. */
export const BINARY_SENSOR_CLASSES: readonly string[] = [
  ..."battery battery_charging carbon_monoxide cold connectivity door garage_door gas heat light lock moisture".split(
    " ",
  ),
  ..."motion moving occupancy opening plug power presence problem running safety smoke sound tamper update".split(
    " ",
  ),
  ..."vibration window".split(" "),
];

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
};

/** The class that the name ("humidity") or the unit ("°C") of a sensor leaves no doubt about; `undefined` where neither does. */
export function obviousClass(name: string, unit: string): string | undefined {
  const asClass = name.replaceAll("-", "_");
  const named = classOf(asClass);
  if (named !== undefined && unit !== "" && named.units.includes(unit)) return asClass;
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
};

/** What was probably meant by a unit that Home Assistant does not know; `undefined` when it is not known to be wrong. */
export function meantUnit(unit: string): string | undefined {
  if (isMistaken(unit)) return MEANT[unit];
  const meant = unit
    .replaceAll("\u03bc", "\u00b5")
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
