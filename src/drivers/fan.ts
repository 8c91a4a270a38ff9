// A direct-current fan, or a pump, whose speed is the length of its pulses: on a transistor, or by the PWM
// input of a fan with four wires. Source: Intel, "4-Wire Pulse Width Modulation (PWM) Controlled Fans",
// revision 1.3: 25 kHz, of 21 to 28; the input is pulled up to as much as 5.25 V in the fan and wants an open
// collector: put a transistor between, which turns the pulses round (`activeLow`), for a pin takes 3.3 V. On
// a transistor of one's own 500 Hz do, and can be heard; a diode takes what the motor gives back. The speed
// goes by the duty in a straight line, other than a light's brightness. Below some 20 % most fans stand
// still, and one with four wires may go on at 0 %: let a relay switch it off. Not implemented: the speed that
// a fan tells (its third wire; pulse-meter.ts counts it).
import { PWM_HERTZ } from "../features.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Pwm } from "../ports/pwm.ts";
import { type Drivable, givenHertz, type Wires } from "../reading/part.ts";

const FULL_DUTY = 1023;
const FULL_SPEED = 100;

export interface Fan extends Drivable {
  wire: "pwm";
  activeLow: boolean;
  hertz: number;
  pwm: Pwm | undefined;
  pin: Pin;
}

/**
 * The fan on the pin that the wiring calls `role`. It takes its speed in percent, for `numberInput`. `activeLow`: it turns
 * while the pin is low, as behind a transistor at the PWM input of a fan with four wires. `hertz` is 40 to 40000, by
 * default 500, or 5000 under Espruino on an ESP32; such a fan wants 25000.
 *
 * @part fan or pump on a transistor; fan with four wires, by a transistor
 * @esphome speed
 * @takes 0 to 100 percent; 500 Hz, or what it is given
 * @example fan(role)
 * @example fan(role, true, 25000)
 */
export function fan(role: string, activeLow?: boolean, hertz?: number): Fan {
  const frequency = hertz === undefined ? PWM_HERTZ : hertz;
  return {
    role,
    wire: "pwm",
    setUp,
    drive,
    most: FULL_SPEED,
    activeLow: activeLow === true,
    hertz: frequency,
    pwm: undefined,
    pin: "",
    given: givenHertz(hertz),
  };
}

function setUp(part: Fan, ports: Ports, wires: Wires, value: number): void {
  part.pwm = ports.pwm;
  part.pin = wires[part.role] as Pin;
  ports.pwm.start(part.pin, part.hertz, dutyOf(part, value));
}

function drive(part: Fan, value: number): void {
  (part.pwm as Pwm).setDuty(part.pin, dutyOf(part, value));
}

function dutyOf({ activeLow }: Fan, percent: number): number {
  const duty = Math.floor((Math.min(Math.max(percent, 0), FULL_SPEED) * FULL_DUTY + 50) / FULL_SPEED);
  return activeLow ? FULL_DUTY - duty : duty;
}
