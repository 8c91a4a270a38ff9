// MAX31855 thermocouple converter, as its three lines show it. Datasheet: Maxim MAX31855, 19-5793 (tables 2
// to 5, "temperature conversion time"). Not modelled: the curve of the thermocouple, which the part takes for
// a straight line; noise; clocks above 5 MHz.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import { bytesInWords, createMisuses, type Misused } from "./misuses.ts";

/**
 * What the part finds by itself: no thermocouple, or one that touches ground or the supply. And of its line:
 * nothing drives it, so that it stands high; it stands low, as of a part without power; a clock edge that is
 * missed moves all bits down by one.
 */
export type Max31855Fault =
  | "none"
  | "open"
  | "short-to-ground"
  | "short-to-supply"
  | "silent"
  | "held-low"
  | "shifted";

export interface Max31855Options {
  lines: Pick<Lines, "attachSpi" | "whenWritten">;
  cs: string | number;
  now: () => number;
  /** °C at the thermocouple's tip, and of the chip. */
  tip: () => number;
  internal: () => number;
}

export interface Max31855Model extends Misused {
  fault: Max31855Fault;
}

const CONVERT_MS = 100;
const FRAME_BYTES = 4;
const FAULT = 0x10000;
const BITS: Readonly<Partial<Record<Max31855Fault, number>>> = {
  open: FAULT | 1,
  "short-to-ground": FAULT | 2,
  "short-to-supply": FAULT | 4,
};

export function createMax31855({ lines, cs, now, tip, internal }: Max31855Options): Max31855Model {
  const { note, taken } = createMisuses("MAX31855");
  const model: Max31855Model = { fault: "none", misuses: taken };
  let isSelected = false;
  let highSince = now();
  let frame = "\0".repeat(FRAME_BYTES);
  /** How many bytes of it are read. */
  let read = 0;
  lines.whenWritten(cs, (level) => {
    const selects = level === 0;
    if (selects && !isSelected) latch();
    else if (isSelected && !selects) highSince = now();
    isSelected = selects;
  });
  lines.attachSpi(cs, (bytes) => {
    const from = read;
    read += bytes.length;
    if (read > FRAME_BYTES) note(`${bytesInWords(read)} are read, of ${FRAME_BYTES}`);
    if (model.fault === "silent") return "\xff".repeat(bytes.length);
    if (model.fault === "held-low") return "\0".repeat(bytes.length);
    return frame.substring(from, read).padEnd(bytes.length, "\0");
  });
  return model;

  /** A measurement that is under way ends without a result. */
  function latch(): void {
    read = 0;
    if (now() - highSince < CONVERT_MS) note("a read less than 100 ms behind the last one");
    else frame = frameOf();
  }

  function frameOf(): string {
    const quarters = Math.round(Math.min(1800, Math.max(-270, tip())) * 4);
    const sixteenths = Math.round(Math.min(127, Math.max(-55, internal())) * 16);
    const value = ((quarters & 0x3fff) << 18) | ((sixteenths & 0xfff) << 4) | (BITS[model.fault] ?? 0);
    const bits = model.fault === "shifted" ? value >>> 1 : value;
    return String.fromCharCode((bits >>> 24) & 255, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255);
  }
}
