// A hobby servo: SG90, MG996R and the like. A pulse every 20 ms; its length says the angle.
// There is no standard. Most take 1 to 2 ms for the middle 90°, and 0.5 to 2.5 ms for all of 180°; some hit their stop
// before that, and then strip their gears or burn their motor: find your servo's ends first, and give them here.
// A step is 20 ms / 1023 = 0.0196 ms: 1.8° at 0.5 to 2.5 ms. The servo holds its place with force as long as it has
// pulses, and draws up to 1 A while it moves: it needs a supply of its own. Not implemented: going slowly, letting go.
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Pwm } from "../ports/pwm.ts";
import type { Drivable, Wires } from "../reading/part.ts";

const HERTZ = 50;
const PERIOD_US = 20000;
const FULL_DUTY = 1023;
const DEGREES = 180;
const LEAST_US = 500;
const MOST_US = 2500;

export interface Servo extends Drivable {
  wire: "pwm";
  leastUs: number;
  mostUs: number;
  pwm: Pwm | undefined;
  pin: Pin;
}

/**
 * The servo on the pin that the wiring calls `role`: 0 to 180 degrees. `leastUs` and `mostUs` are the microseconds of the
 * pulse at both ends, 500 to 2500; the first may be the greater one, to turn the other way.
 *
 * @part hobby servo
 * @esphome servo
 * @takes 0 to 180 degrees; 50 Hz
 * @example servo(role, 500, 2500)
 * @note Find your servo's ends before you drive it to them: a servo that pushes against its stop breaks.
 */
export function servo(role: string, leastUs?: number, mostUs?: number): Servo {
  const first = leastUs === undefined ? LEAST_US : leastUs;
  const last = mostUs === undefined ? MOST_US : mostUs;
  return {
    role,
    wire: "pwm",
    setUp,
    drive,
    most: DEGREES,
    leastUs: first,
    mostUs: last,
    pwm: undefined,
    pin: "",
    given: [
      { what: "microseconds at 0 degrees", value: first, least: LEAST_US, most: MOST_US },
      { what: "microseconds at 180 degrees", value: last, least: LEAST_US, most: MOST_US },
    ],
  };
}

function setUp(part: Servo, ports: Ports, wires: Wires, value: number): void {
  part.pwm = ports.pwm;
  part.pin = wires[part.role] as Pin;
  ports.pwm.start(part.pin, HERTZ, dutyOf(part, value));
}

function drive(part: Servo, value: number): void {
  (part.pwm as Pwm).setDuty(part.pin, dutyOf(part, value));
}

function dutyOf(part: Servo, degrees: number): number {
  const us = Math.floor((part.leastUs * (DEGREES - degrees) + part.mostUs * degrees + 90) / DEGREES);
  return Math.floor((us * FULL_DUTY + 10000) / PERIOD_US);
}
