// Analog inputs by /sys/bus/iio: a channel of a converter, as "iio:device0 3".
import type { Sysfs } from "./sysfs.ts";

const FULL_SCALE = 4095;

/** The voltage as 0 to 4095 parts of `fullScale` millivolts; 0 where there is no such channel. */
export function voltage(sysfs: Sysfs, pin: string | number, fullScale: number): number {
  const [device = "", channel = ""] = `${pin}`.split(" ");
  const folder = `sys/bus/iio/devices/${device}`;
  const counts = Number(sysfs.read(`${folder}/in_voltage${channel}_raw`) ?? 0);
  // Counts times the scale are millivolts (Documentation/ABI/testing/sysfs-bus-iio).
  const scale =
    sysfs.read(`${folder}/in_voltage${channel}_scale`) ?? sysfs.read(`${folder}/in_voltage_scale`);
  const millivolts = counts * Number(scale ?? 0);
  return Math.max(0, Math.min(FULL_SCALE, Math.round((millivolts / fullScale) * FULL_SCALE) || 0));
}
