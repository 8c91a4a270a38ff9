// A stepper motor with four coils that are switched one by one: 28BYJ-48 on a ULN2003, whose inputs IN1 to
// IN4 are a to d. Datasheet: Kiatronics, "28BYJ-48 - 5V Stepper Motor": by half steps (4-1-2 phase) one turn
// is 64 * 63.68395, some 4076, of them, clockwise from the fourth input to the first; it starts at up to 500
// and more a second. In each half step one coil changes. At rest all are off: the gear holds the shaft, and
// neither motor nor driver gets hot. A computer switches them off where the device ends on the way. It knows
// no place of its own: it takes the value at start for where it is. Steps that a load made it lose, or that
// were still to come as the power went, stay lost: drive it against a stop now and then, or have a contact
// (`reed`) confirm the end. A step comes later where the program is busy, and none sooner. Its coils need 5 V
// of their own. Not implemented: acceleration, holding at rest, drivers with step and direction (A4988).
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import { type Drivable, pinOf, type Wires } from "../reading/part.ts";

const MOST = 1000000;
const USUAL = 200;
const FASTEST = 500;
/** Which coils are on in each half step clockwise: a is 1, b 2, c 4, d 8. */
const PHASES = [8, 12, 4, 6, 2, 3, 1, 9];
const OFF = 0;

export interface Stepper extends Drivable {
  wire: "pins";
  pins: { a: "output"; b: "output"; c: "output"; d: "output" };
  ports: Ports | undefined;
  lines: Pin[];
  /** Milliseconds from one step to the next. */
  pause: number;
  /** Which of the coils are on. */
  coils: number;
  at: number;
  target: number;
  isMoving: boolean;
}

/**
 * The motor on the four pins that the wiring gives to `role`: `{ a, b, c, d }`. It takes its place in half steps, clockwise above 0.
 * `rate`: at most so many steps a second, 1 to 500, by default 200. A step takes whole milliseconds: 300 is 250 a second.
 *
 * @part stepper motor: 28BYJ-48 on a ULN2003
 * @esphome stepper uln2003
 * @takes -1000000 to 1000000 half steps, some 4076 a turn; 200 a second, or what it is given
 * @example stepper(role)
 * @example stepper(role, 500)
 * @note Wired as `{ a, b, c, d }` to IN1 to IN4, for a `numberInput` with `atStart: "last"`. Steps that it loses stay
 * lost.
 */
export function stepper(role: string, rate?: number): Stepper {
  const steps = rate === undefined ? USUAL : rate;
  return {
    role,
    wire: "pins",
    pins: { a: "output", b: "output", c: "output", d: "output" },
    setUp,
    drive,
    least: -MOST,
    most: MOST,
    ports: undefined,
    lines: [],
    pause: Math.floor((steps + 999) / steps),
    coils: OFF,
    at: 0,
    target: 0,
    isMoving: false,
    chip: "stepper",
    given: [{ what: "steps a second", value: steps, least: 1, most: FASTEST }],
  };
}

function setUp(part: Stepper, ports: Ports, wires: Wires, value: number): void {
  part.ports = ports;
  part.at = value;
  part.target = value;
  for (const name of ["a", "b", "c", "d"]) {
    const pin = pinOf(wires, part.role, name);
    ports.makeOutput(pin, 0);
    part.lines.push(pin);
  }
}

function drive(part: Stepper, value: number): void {
  part.target = value;
  if (part.isMoving || value === part.at) return;
  part.isMoving = true;
  // First it is held where it is: the coils may have been off for days.
  switchCoils(part, PHASES[part.at & 7]);
  (part.ports as Ports).tickEvery(part.pause, () => stepOn(part), part.lines);
}

/** False: it is there, for as long as a step takes. */
function stepOn(part: Stepper): boolean {
  const { at, target } = part;
  part.isMoving = at !== target;
  if (at !== target) part.at = at < target ? at + 1 : at - 1;
  switchCoils(part, part.isMoving ? PHASES[part.at & 7] : OFF);
  return part.isMoving;
}

function switchCoils(part: Stepper, coils: number): void {
  const ports = part.ports as Ports;
  let changed = part.coils ^ coils;
  let levels = coils;
  part.coils = coils;
  for (const line of part.lines) {
    if ((changed & 1) !== 0) ports.setLevel(line, levels & 1);
    changed = changed >> 1;
    levels = levels >> 1;
  }
}
