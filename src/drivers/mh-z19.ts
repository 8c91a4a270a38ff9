// MH-Z19B and MH-Z19C: CO2 in the air over UART. Datasheet: Winsen, "MH-Z19B user's manual", version 1.0, and
// "MH-Z19C user's manual", version 1.2 (2021). It needs 5 V, and its lines are at 3.3 V. The bytes after the
// concentration mean nothing there, and are not read. Not implemented: the setting of range, zero and span,
// and of the calibration by itself, which is on: once a day it takes the lowest value for fresh air. So a
// greenhouse, which never has any, is measured too low. Who has set these, by another program, meant it: they
// outlive a power cut, and are left as they are.

import { readUint16 } from "../bytes/integers.ts";
import { elapsed, seconds } from "../bytes/milliseconds.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ports } from "../ports/ports.ts";
import { describePart, type Quantity, setReading, type Wires } from "../reading/part.ts";
import { beginUart, findFrame, forgetHeard, newUartPart, sayTo, type UartPart } from "./uart-part.ts";

const BAUD = 9600;
/** Start, sensor 1, "read the concentration", and the checksum of these. */
const READ = "\xff\x01\x86\0\0\0\0\0\x79";
const START = "\xff\x86";
const FRAME_BYTES = 9;
const PPM_AT = 2;
/**
 * No air has 0, which it says without a measurement; the other end is that of the widest range that it is
 * sold with.
 */
const MOST_PPM = 10000;
/** Question and answer take 19 ms on the line. The manuals do not say how long it thinks. */
const ANSWER_MS = 500;
/** The longer one of both: 3 minutes of the B, 1 of the C. */
const WARM_UP_MS = seconds(180);

export interface MhZ19 extends UartPart {
  /** ppm, 1 to 10000, by the part's range. Error ±(50 ppm and 5 %). */
  co2: Quantity;
  /** For its clock. */
  clock: Clock | undefined;
  /** Milliseconds without readings, from start on; 0 when they are over. */
  warmUpMs: number;
  startedAt: number;
}

/**
 * The part on the UART that the wiring calls `role`: `{ tx, rx }`, where the device's `tx` goes to the part's RX. It has no reading for
 * `warmUpMs` after start (default: three minutes; at most ten).
 *
 * @part Winsen MH-Z19B, MH-Z19C
 * @esphome mhz19
 * @gives `co2` ppm
 * @example mhZ19(role)
 * @example mhZ19(role, seconds(60))
 * @note It keeps its range and whether it calibrates itself, also without power, as another program has set them;
 * ringmote leaves both.
 */
export function mhZ19(role: string, warmUpMs?: number): MhZ19 {
  const part = newUartPart<MhZ19>(role, BAUD, begin, request, collect);
  part.warmUpMs = warmUpMs === undefined ? WARM_UP_MS : warmUpMs;
  part.startedAt = 0;
  part.co2 = { part, decimals: 0, value: undefined };
  describePart(part, "MH-Z19", [
    { what: "milliseconds to warm up", value: part.warmUpMs, least: 0, most: 600000 },
  ]);
  return part;
}

function begin(part: MhZ19, ports: Ports, wires: Wires): void {
  beginUart(part, ports, wires);
  part.clock = ports;
  part.startedAt = ports.milliseconds();
}

function request(part: MhZ19): number {
  forgetHeard(part);
  sayTo(part, READ);
  return ANSWER_MS;
}

function collect(part: MhZ19): string {
  setReading(part.co2, undefined);
  const fault = findFrame(part, START, FRAME_BYTES, isSound);
  if (fault !== "") return fault;
  if (part.warmUpMs > 0) {
    // Until it is warm it says something that is not so.
    if (elapsed((part.clock as Clock).milliseconds(), part.startedAt) < part.warmUpMs) return "";
    part.warmUpMs = 0;
  }
  const ppm = readUint16(part.frame, PPM_AT);
  if (ppm === 0 || ppm > MOST_PPM) return "out of range";
  setReading(part.co2, ppm);
  return "";
}

/** All bytes but the first are 0 together, in eight bits. @cold */
function isSound(frame: string): boolean {
  let sum = 0;
  for (let i = 1; i < FRAME_BYTES; i++) sum += frame.charCodeAt(i);
  return (sum & 255) === 0;
}
