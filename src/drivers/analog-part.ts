// The base of parts at an analog input: their pin, and a value that is measured at the moment of the request.
import { ANALOG_MILLIVOLTS } from "../features.ts";
import type { Analog } from "../ports/analog.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import { measuredAtOnce, newPart, type Part, type Wires } from "../reading/part.ts";
import { millivoltsAt } from "./millivolts.ts";

const LOOKS = 16;
/** A tenth of what so many looks at full scale, 4095 counts, add up to. */
const TENTHS = 6552;

export interface AnalogPart extends Part {
  wire: "analog";
  /** From `begin` on. */
  bus: Analog | undefined;
  pin: Pin;
  /** For tools (`describeVoltage`). In no image. */
  mostMillivolts?: number;
}

/**
 * A new part at the input that the wiring calls `role`, at rest. The driver adds the fields of its own record
 * at once.
 */
export function newAnalogPart<Made extends AnalogPart>(role: string, collect: Part["collect"]): Made {
  const part = newPart<Made>(role, "analog", begin, measuredAtOnce, collect);
  part.pin = "";
  return part;
}

/** Tells tools the highest voltage at its pin that a part tells from a higher one, which its board must take. */
export function describeVoltage(part: AnalogPart, mostMillivolts: number): void {
  part.mostMillivolts = mostMillivolts;
}

function begin(part: AnalogPart, ports: Ports, wires: Wires): void {
  part.bus = ports.analog;
  part.pin = wires[part.role] as Pin;
  ports.analog.setUp(part.pin);
}

/** Millivolts at its pin now. */
export function millivoltsOf(part: AnalogPart): number {
  return millivoltsAt(part.bus as Analog, part.pin);
}

/** Tenths of a millivolt at its pin now, the mean of 16 looks one right after the other. */
export function steadyTenthsOf(part: AnalogPart): number {
  let counts = 0;
  for (let look = 0; look < LOOKS; look++) counts += (part.bus as Analog).read(part.pin);
  return Math.floor((counts * ANALOG_MILLIVOLTS + (TENTHS >> 1)) / TENTHS);
}
