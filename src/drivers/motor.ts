// A direct-current motor on an H-bridge with two inputs: DRV8833, DRV8871, L9110S, L298N and the like. One
// input is for each direction, and the length of its pulses is the speed; with both low the motor coasts to a
// stop. Datasheet: Texas Instruments, "DRV8833 Dual H-Bridge Motor Driver", SLVSAR1, tables "H-Bridge Logic"
// and "PWM Control of Motor Speed" (fast decay). The L9110S and the BTS7960 name their inputs otherwise, and
// mean the same. The input that rests goes low before the other one rises: bridges of single transistors
// short the supply when both are high. Below some 20 % most motors hum and stand still. Not implemented:
// braking, ramps, a current limit, the sleep and enable inputs (tie them to the level that lets the bridge
// run).
import { PWM_HERTZ } from "../features.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Pwm } from "../ports/pwm.ts";
import { type Drivable, givenHertz, pinOf, type Wires } from "../reading/part.ts";

const FULL_DUTY = 1023;
const FULL_SPEED = 100;

export interface Motor extends Drivable {
  wire: "pins";
  pins: { forward: "pwm"; backward: "pwm" };
  hertz: number;
  pwm: Pwm | undefined;
  forward: Pin;
  backward: Pin;
}

/**
 * The motor on the two pins that the wiring gives to `role`: `{ forward, backward }`. It takes its speed in percent, below 0
 * backwards; at 0 it stands still. `hertz` is 40 to 40000, by default 500, or 5000 under Espruino on an ESP32.
 *
 * @part motor on an H-bridge: DRV8833, L9110S
 * @esphome hbridge
 * @takes -100 to 100 percent; 500 Hz, or what it is given
 * @example motor(role)
 * @example motor(role, 1000)
 */
export function motor(role: string, hertz?: number): Motor {
  const frequency = hertz === undefined ? PWM_HERTZ : hertz;
  return {
    role,
    wire: "pins",
    pins: { forward: "pwm", backward: "pwm" },
    setUp,
    drive,
    least: -FULL_SPEED,
    most: FULL_SPEED,
    hertz: frequency,
    pwm: undefined,
    forward: "",
    backward: "",
    given: givenHertz(hertz),
  };
}

function setUp(part: Motor, ports: Ports, wires: Wires, value: number): void {
  part.pwm = ports.pwm;
  part.forward = pinOf(wires, part.role, "forward");
  part.backward = pinOf(wires, part.role, "backward");
  ports.pwm.start(part.forward, part.hertz, 0);
  ports.pwm.start(part.backward, part.hertz, 0);
  drive(part, value);
}

function drive(part: Motor, value: number): void {
  const pwm = part.pwm as Pwm;
  const speed = Math.min(Math.max(value, -FULL_SPEED), FULL_SPEED);
  if (speed > 0) turn(pwm, part.backward, part.forward, speed);
  else turn(pwm, part.forward, part.backward, -speed);
}

/** One input goes low, then the other takes the speed: both are never high. */
function turn(pwm: Pwm, resting: Pin, turning: Pin, speed: number): void {
  pwm.setDuty(resting, 0);
  pwm.setDuty(turning, Math.floor((speed * FULL_DUTY + 50) / FULL_SPEED));
}
