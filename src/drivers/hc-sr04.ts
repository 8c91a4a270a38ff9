// HC-SR04: distance by ultrasound; HY-SRF05 in its mode of two pins, RCWL-1601 and other parts with a trigger
// and an echo speak the same. Datasheet: ElecFreaks, "Ultrasonic Ranging Module HC-SR04": 2 to 400 cm, "uS /
// 58 = centimeters", 60 ms from trigger to trigger. It needs 5 V, and so does its echo: give that pin two
// resistors (1 kOhm and 2 kOhm) in between. The trigger is to be high for 10 µs at least. Either interpreter
// takes longer to begin to listen for the echo, which it does meanwhile. An echo is measured by the times of
// its two edges, which the chip takes itself: nothing waits for it, and what the program is about does not
// make it longer. Where the firmware was too slow for one of the edges, there is no reading. Not implemented:
// the speed of sound at other temperatures than 20 °C (0.2 % a degree).
import type { Edges } from "../ports/edges.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import { newEdges } from "../reading/edges.ts";
import {
  describePart,
  newPart,
  type Part,
  pinOf,
  type Quantity,
  setReading,
  type Wires,
} from "../reading/part.ts";

const CYCLE_MS = 60;
/**
 * An echo of 2 cm takes 116 µs, and one of 4 m 23.2 ms. Without one the part ends its pulse after 38 ms,
 * others after 200 ms or never.
 */
const SHORTEST_US = 100;
const LONGEST_US = 25000;
const US_PER_CM = 58;
const HALF_OF_IT = 29;
/** One pulse: the second edge ends it. */
const EDGES = 2;

export interface HcSr04 extends Part {
  wire: "pins";
  pins: { trigger: "output"; echo: "edges" };
  /** From `begin` on. */
  ports: Ports | undefined;
  trigger: Pin;
  edges: Edges;
  /** cm in tenths, 17 to 4310. Resolution 0.3 cm. */
  distance: Quantity;
}

/**
 * The part on the two pins that the wiring gives to `role`: `{ trigger, echo }`.
 *
 * @part HC-SR04, RCWL-1601
 * @esphome ultrasonic
 * @gives `distance` cm
 * @example hcSr04(role)
 * @note Its echo has 5 V, and needs a divider. An edge that NodeMCU is too slow for gives no reading. ESP32s under
 * NodeMCU and Linux do not time edges.
 */
export function hcSr04(role: string): HcSr04 {
  const part = newPart<HcSr04>(role, "pins", begin, request, collect);
  part.pins = { trigger: "output", echo: "edges" };
  part.trigger = "";
  part.edges = newEdges("", EDGES);
  describePart(part, "HC-SR04", []);
  part.distance = { part, decimals: 1, value: undefined };
  return part;
}

function begin(part: HcSr04, ports: Ports, wires: Wires): void {
  part.ports = ports;
  part.trigger = pinOf(wires, part.role, "trigger");
  part.edges.pin = pinOf(wires, part.role, "echo");
  ports.makeOutput(part.trigger, 0);
  ports.makeInput(part.edges.pin, false);
}

function request(part: HcSr04): number {
  const ports = part.ports as Ports;
  ports.setLevel(part.trigger, 1);
  ports.edges.start(part.edges);
  ports.setLevel(part.trigger, 0);
  return CYCLE_MS;
}

function collect(part: HcSr04): string {
  (part.ports as Ports).edges.end(part.edges);
  setReading(part.distance, undefined);
  const fault = faultOf(part.edges);
  if (fault === "") setReading(part.distance, Math.floor((part.edges.gaps[0] * 10 + HALF_OF_IT) / US_PER_CM));
  return fault;
}

/** @cold */
function faultOf(edges: Edges): string {
  if (edges.count === 0) return "no answer";
  if (edges.isLost || edges.first === 0) return "edge lost";
  if (edges.count > EDGES) return "noise";
  if (edges.count === 1 || edges.gaps[0] > LONGEST_US) return "no echo";
  return edges.gaps[0] < SHORTEST_US ? "noise" : "";
}
