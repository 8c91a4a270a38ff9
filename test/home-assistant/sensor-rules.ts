// Rules of Home Assistant for a sensor's class, unit and state class.
// Source: components/sensor/const.py and components/mqtt/sensor.py, 2025. Units are compared by code point.
import type { Payload } from "./abbreviations.ts";

const M = "measurement";
const T = "total";
const TI = "total_increasing";
const STATE_CLASSES = [M, "measurement_angle", T, TI];

/** Class: units ("-" is none), then its state classes. */
const TABLE = `
apparent_power | VA | ${M}
aqi | - | ${M}
area | m² cm² km² mm² in² ft² yd² mi² ac ha | ${M} ${T} ${TI}
atmospheric_pressure | Pa hPa kPa mbar cbar bar inHg psi mmHg | ${M}
battery | % | ${M}
carbon_dioxide | ppm | ${M}
carbon_monoxide | ppm | ${M}
conductivity | S/cm mS/cm µS/cm | ${M}
current | A mA | ${M}
data_size | bit kbit Mbit Gbit B kB MB GB TB KiB MiB GiB | ${M} ${T} ${TI}
date | - |
distance | mm cm m km in ft yd mi | ${M} ${T} ${TI}
duration | d h min s ms | ${M} ${T} ${TI}
energy | Wh kWh MWh GWh TWh mWh J kJ MJ GJ cal kcal Mcal Gcal | ${T} ${TI}
energy_storage | Wh kWh MWh GWh TWh mWh J kJ MJ GJ cal kcal Mcal Gcal | ${M}
enum | - |
frequency | Hz kHz MHz GHz | ${M}
gas | m³ ft³ CCF | ${T} ${TI}
humidity | % | ${M}
illuminance | lx | ${M}
irradiance | W/m² | ${M}
moisture | % | ${M}
ph | - | ${M}
pm1 | µg/m³ | ${M}
pm10 | µg/m³ | ${M}
pm25 | µg/m³ | ${M}
power | W kW MW GW TW mW | ${M}
power_factor | % - | ${M}
precipitation | mm cm in | ${M} ${T} ${TI}
precipitation_intensity | mm/h mm/d in/h in/d | ${M}
pressure | Pa hPa kPa mbar cbar bar inHg psi mmHg | ${M}
reactive_power | var | ${M}
signal_strength | dB dBm | ${M}
sound_pressure | dB dBA | ${M}
speed | m/s km/h mph kn ft/s mm/s mm/h mm/d in/h in/d | ${M}
temperature | °C °F K | ${M}
temperature_delta | °C °F K | ${M}
timestamp | - |
volatile_organic_compounds | µg/m³ | ${M}
volatile_organic_compounds_parts | ppm ppb | ${M}
voltage | V mV µV kV MV | ${M}
volume | mL L m³ gal ft³ CCF | ${T} ${TI}
volume_flow_rate | m³/h L/min ft³/min gal/min mL/s | ${M}
volume_storage | mL L m³ gal ft³ CCF | ${M}
water | m³ L gal ft³ CCF | ${T} ${TI}
weight | µg mg g kg oz lb st | ${M} ${T} ${TI}
wind_direction | ° | measurement_angle
wind_speed | m/s km/h mph kn ft/s mm/s | ${M}
`;

const CLASSES = new Map(
  TABLE.trim()
    .split("\n")
    .map((line) => {
      const [name, units, states] = line.split("|").map((cell) => cell.trim());
      return [name, { units: units?.split(" ") ?? [], states: states?.split(" ") ?? [] }] as const;
    }),
);

/** What is wrong with the class and unit of a sensor or a number. */
export function classFaults({ device_class: name, unit_of_measurement: unit }: Payload): string[] {
  if (name === undefined) return [];
  const known = CLASSES.get(name as string);
  if (known === undefined) return [`device_class is not known: ${JSON.stringify(name)}`];
  if (known.units.includes((unit as string | undefined) ?? "-")) return [];
  return [`the unit of measurement "${unit}" is not valid together with the device class "${name}"`];
}

/** What is wrong with a sensor's state class and options. */
export function stateFaults({ device_class: name, state_class: state, options, ...rest }: Payload): string[] {
  const faults: string[] = [];
  if (state !== undefined && !STATE_CLASSES.includes(state as string))
    faults.push(`state_class is not known: ${JSON.stringify(state)}`);
  const known = name === undefined ? undefined : CLASSES.get(name as string);
  if (state !== undefined && known !== undefined && !known.states.includes(state as string))
    faults.push(`the state class "${state}" is impossible for the device class "${name}"`);
  if (options !== undefined && name !== "enum") faults.push("options need the device class enum");
  if (options === undefined && name === "enum") faults.push("the device class enum needs options");
  if (options !== undefined && (state !== undefined || rest.unit_of_measurement !== undefined))
    faults.push("options cannot be used together with a state class or a unit");
  return faults;
}

/** Are its states numbers? */
export function isNumeric({
  device_class: name,
  state_class: state,
  unit_of_measurement: unit,
}: Payload): boolean {
  if (["date", "enum", "timestamp"].includes(name as string)) return false;
  return unit !== undefined || state !== undefined || name !== undefined;
}
