// A capacitive soil moisture probe ("capacitive soil moisture sensor v1.2", v2.0): its voltage falls as the soil gets
// wetter, from some 2.7 V in air to some 1.2 V in water, on a supply of 3.3 V.
// There is no datasheet, and two probes differ by 10 %: measure both ends of your own. The unit is % of the way from
// dry to wet, not of water in soil. A pin that takes less than 2.7 V (a bare ESP8266, an ESP32-C3) needs a
// divider: give the voltages behind that.
// Resistive probes (two bare prongs) read the other way round and rot within weeks under current.
import { describeVoltage } from "./analog-part.ts";
import { type AnalogPercent, analogPercent } from "./analog-percent.ts";

const IN_AIR_MV = 2700;
const IN_WATER_MV = 1200;

/**
 * The probe on the input that the wiring calls `role`. `dry` and `wet` are the millivolts at the pin in air and in
 * water; your own are better than the usual ones.
 *
 * @part capacitive soil probe
 * @esphome adc
 * @gives `percent` %
 * @example soilMoisture(role, 2700, 1200)
 */
export function soilMoisture(role: string, dry?: number, wet?: number): AnalogPercent {
  const part = analogPercent(
    role,
    dry === undefined ? IN_AIR_MV : dry,
    wet === undefined ? IN_WATER_MV : wet,
  );
  describeVoltage(part, Math.max(part.none, part.full));
  return part;
}
