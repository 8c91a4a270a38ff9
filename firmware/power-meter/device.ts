// power-meter: counts the pulses of an electricity meter, and the energy of each day.
import { device, homeAssistant, hours, minutes, seconds, sensor, totalOf } from "ringmote";
import { deadBand, heartbeat } from "ringmote/filters.ts";
import { pulseMeter } from "ringmote/drivers/pulse-meter.ts";

/** What the meter's face says: pulses in a kWh. */
const PULSES_PER_KWH = 1000;

const meter = pulseMeter("pulses", PULSES_PER_KWH);
const today = totalOf(meter.total, { each: "day" });

export default device({
  name: "power-meter",
  // Where midnight is: write your own zone.
  clock: { zone: "Europe/Berlin" },
  sensors: [
    sensor("power", meter.rate, {
      unit: "W",
      every: seconds(2),
      filters: [deadBand(20), heartbeat(minutes(1))],
      deviceClass: "power",
      stateClass: "measurement",
    }),
    sensor("energy", meter.total, {
      unit: "kWh",
      decimals: 2,
      every: minutes(1),
      filters: [deadBand(0.01)],
      deviceClass: "energy",
      stateClass: "total_increasing",
      history: { keep: hours(24), every: minutes(15) },
    }),
    sensor("energy-today", today, {
      unit: "kWh",
      decimals: 2,
      every: minutes(1),
      filters: [deadBand(0.01)],
      deviceClass: "energy",
    }),
    sensor("energy-yesterday", today.last, {
      unit: "kWh",
      decimals: 2,
      every: minutes(1),
      filters: [deadBand(0.01)],
      deviceClass: "energy",
    }),
  ],
  discovery: homeAssistant({ area: "Cellar" }),
});
