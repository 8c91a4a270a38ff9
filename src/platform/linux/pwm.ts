// PWM by /sys/class/pwm: a channel of a chip, as "pwmchip0 0".
import type { Sysfs } from "./sysfs.ts";

const CLASS = "sys/class/pwm";
const FULL_DUTY = 1023;
const NANOSECONDS = 1_000_000_000;

/** Drives a channel: high for `duty` of 1023 parts of each period. False where there is no such channel. */
export function pulse(sysfs: Sysfs, pin: string | number, hertz: number, duty: number): boolean {
  const [chip = "", channel = ""] = `${pin}`.split(" ");
  const folder = `${CLASS}/${chip}/pwm${channel}`;
  if (sysfs.read(`${folder}/period`) === undefined) sysfs.write(`${CLASS}/${chip}/export`, channel);
  const period = Math.round(NANOSECONDS / hertz);
  const high = Math.round((period * duty) / FULL_DUTY);
  // A period is refused while the duty cycle is longer than it.
  sysfs.write(`${folder}/duty_cycle`, "0");
  return (
    sysfs.write(`${folder}/period`, `${period}`) &&
    sysfs.write(`${folder}/duty_cycle`, `${high}`) &&
    sysfs.write(`${folder}/enable`, "1")
  );
}
