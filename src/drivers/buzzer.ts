// A passive buzzer: a piezo disc or a small magnetic transducer, which sounds at the frequency that it is driven with.
// Loudest at its resonance of 2 to 4 kHz; at 1 kHz, where the ESP8266 ends, it is quieter but heard.
// A buzzer that beeps by itself on a voltage ("active") is a relay to the device: use relay.ts.
// A magnetic one draws more than a pin's 12 mA: give it a transistor and a diode.
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Pwm } from "../ports/pwm.ts";
import type { Drivable, Wires } from "../reading/part.ts";

/** High for half of each period is the loudest. */
const HALF_DUTY = 512;
const HERTZ = 1000;
/** What people hear, or feel. */
const LEAST_HERTZ = 40;
const MOST_HERTZ = 20000;

export interface Buzzer extends Drivable {
  wire: "pwm";
  hertz: number;
  pwm: Pwm | undefined;
  pin: Pin;
}

/**
 * The buzzer on the pin that the wiring calls `role`: 0 is silent, 1 sounds. `hertz` is 40 to 20000, 1000 by default.
 *
 * @part passive buzzer
 * @esphome esp8266_pwm ledc
 * @takes 0, 1; its tone
 * @example buzzer(role, 1000)
 */
export function buzzer(role: string, hertz?: number): Buzzer {
  const tone = hertz === undefined ? HERTZ : hertz;
  return {
    role,
    wire: "pwm",
    setUp,
    drive,
    most: 1,
    hertz: tone,
    pwm: undefined,
    pin: "",
    given: [{ what: "hertz", value: tone, least: LEAST_HERTZ, most: MOST_HERTZ }],
  };
}

function setUp(part: Buzzer, ports: Ports, wires: Wires, value: number): void {
  part.pwm = ports.pwm;
  part.pin = wires[part.role] as Pin;
  ports.pwm.start(part.pin, part.hertz, value !== 0 ? HALF_DUTY : 0);
}

function drive(part: Buzzer, value: number): void {
  (part.pwm as Pwm).setDuty(part.pin, value !== 0 ? HALF_DUTY : 0);
}
