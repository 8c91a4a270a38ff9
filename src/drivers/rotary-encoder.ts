// A rotary encoder: a knob without ends that makes and breaks two contacts, as KY-040, EC11 and their kin.
// Datasheet: ALPS, "EC11 series", output signal: phase A leads B clockwise; up to 60 rpm, chattering of 3 ms
// at most. Both contacts are open at each detent, where clk and dt are high: there are four edges from one to
// the next, and they are one step. An encoder with a detent at every second edge makes a step in two detents.
// Its contacts join the pins to ground; the chip's pull-ups do, and those of a KY-040 help. A contact that
// bounces counts to and fro, and is no step. Where it goes the wrong way, exchange clk and dt in the wiring.
// Its button (SW) is a part of its own: button.ts. Not implemented: steps that are longer when it is turned
// fast.
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import {
  describePart,
  type Knob,
  measuredAtOnce,
  newPart,
  pinOf,
  setReading,
  type Wires,
  watchPins,
} from "../reading/part.ts";

const EDGES_A_STEP = 4;

export interface RotaryEncoder extends Knob {
  wire: "pins";
  pins: { clk: "turns"; dt: "turns" };
  /** From `begin` on. */
  ports: Ports | undefined;
  clk: Pin;
  /** Those that are no whole step yet. */
  edges: number;
}

/**
 * The knob on the two pins that the wiring gives to `role`: `{ clk, dt }`. Its `position` is 0 at start, and a step more at each detent
 * clockwise.
 *
 * @part rotary encoder: KY-040, EC11
 * @esphome rotary_encoder
 * @gives `position` steps, also for turnedBy
 * @example rotaryEncoder(role)
 * @note Exchange its pins if it turns the wrong way. Four edges are a step. NodeMCU on an ESP8266 takes three, Linux
 * none. As a sensor give it `filters: [onChange()]`.
 */
export function rotaryEncoder(role: string): RotaryEncoder {
  const part = newPart<RotaryEncoder>(role, "pins", begin, measuredAtOnce, collect);
  part.pins = { clk: "turns", dt: "turns" };
  watchPins(part);
  describePart(part, "rotary encoder", []);
  part.clk = "";
  part.edges = 0;
  part.position = { part, decimals: 0, value: 0 };
  return part;
}

function begin(part: RotaryEncoder, ports: Ports, wires: Wires): void {
  part.ports = ports;
  part.clk = pinOf(wires, part.role, "clk");
  ports.turns.count(part.clk, pinOf(wires, part.role, "dt"));
}

function collect(part: RotaryEncoder): string {
  let edges = part.edges + (part.ports as Ports).turns.take(part.clk);
  let position = part.position.value as number;
  while (edges >= EDGES_A_STEP) {
    edges -= EDGES_A_STEP;
    position += 1;
  }
  while (edges <= -EDGES_A_STEP) {
    edges += EDGES_A_STEP;
    position -= 1;
  }
  part.edges = edges;
  setReading(part.position, position);
  return "";
}
