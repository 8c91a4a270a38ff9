// Units of readings, as TypeScript sees them: one that is written wrongly is refused where it stands. Here
// are types alone, so that no board knows of it; the checks of a declaration have the same list
// (src/discovery/sensor-classes.ts).

/** Units that people write and Home Assistant does not know, with their meanings. */
export interface MeantUnits {
  C: "°C";
  degC: "°C";
  Celsius: "°C";
  "℃": "°C";
  º: "°";
  F: "°F";
  "℉": "°F";
  Watt: "W";
  watts: "W";
  Volt: "V";
  hours: "h";
  minutes: "min";
  sec: "s";
  seconds: "s";
  days: "d";
  "mi/h": "mph";
  kmh: "km/h";
  kph: "km/h";
  lux: "lx";
  m2: "m²";
  m3: "m³";
  ft3: "ft³";
  l: "L";
  ml: "mL";
  KWh: "kWh";
  kwh: "kWh";
  percent: "%";
  mBar: "mbar";
}

/** A unit as it was written; for one that is none, the one that was meant. */
export type Unit<Written extends string> = Written extends keyof MeantUnits ? MeantUnits[Written] : Written;
