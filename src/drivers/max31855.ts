// MAX31855: temperature of a thermocouple by SPI, which is only read. Datasheet: Analog Devices (Maxim),
// "MAX31855 Cold-Junction Compensated Thermocouple-to-Digital Converter", 19-5793, revision 5 (January 2015).
// Tables are its own. Each kind of thermocouple (K, J, N, S, T, E, R) has a chip of its own: MAX31855K... The
// part measures by itself every 100 ms while its cs is high; bringing that down ends a measurement, and its
// last result is read. It has no checksum. Bits that are moved by one are noticed where a reserved one is no
// 0 then: of three readings in four. A line that no part drives reads as all ones or all zeros: exactly 0 °C
// at both ends is no reading, too. Not implemented: the curve of the thermocouple, which the chip takes for a
// straight line.
import { readUint16 } from "../bytes/integers.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import {
  describePart,
  newPart,
  type Part,
  pinOf,
  type Quantity,
  setReading,
  type Wires,
} from "../reading/part.ts";

/** The longest measurement ("temperature conversion time"). */
const CONVERT_MS = 100;
/** It does not listen: four bytes are read (table 2). */
const READ = "\0\0\0\0";
/** The lowest bits of the first half, D17 and D16, and of the second, D3 to D0. */
const RESERVED = 2;
const FAULT = 1;
const RESERVED_LOW = 8;
const SHORT_TO_SUPPLY = 4;
const SHORT_TO_GROUND = 2;
const OPEN = 1;
/** What it resolves, °C in hundredths; and what it says of itself, in sixteenths (table 5). */
const COLDEST = -27000;
const HOTTEST = 180000;
const COLDEST_CHIP = -880;
const HOTTEST_CHIP = 2032;

export interface Max31855 extends Part {
  wire: "pins";
  pins: { sck: "sck"; miso: "miso"; cs: "cs" };
  /** From `begin` on. */
  ports: Ports | undefined;
  cs: Pin;
  /**
   * At the thermocouple's tip: °C in hundredths, -27000 to 180000, in steps of 25. Error of type K ±2 °C up
   * to 700 °C, ±4 °C above.
   */
  temperature: Quantity;
  /**
   * Of the chip, where the thermocouple ends: °C with four decimals, -550000 to 1270000, in steps of 625.
   * Error ±2 °C.
   */
  internal: Quantity;
}

/**
 * The part on the SPI, on the pins that the wiring gives to `role`: `{ sck, miso, cs }`. The part's SO goes to `miso`.
 *
 * @part Maxim MAX31855 with a thermocouple
 * @esphome max31855
 * @gives `temperature` °C, `internal` °C
 * @example max31855(role)
 * @note `internal` is the chip's own temperature. An open or shorted thermocouple is a problem by name; 0 °C at both
 * ends is no reading.
 */
export function max31855(role: string): Max31855 {
  const part = newPart<Max31855>(role, "pins", begin, request, collect);
  part.pins = { sck: "sck", miso: "miso", cs: "cs" };
  part.cs = "";
  describePart(part, "MAX31855", []);
  part.temperature = { part, decimals: 2, value: undefined };
  part.internal = { part, decimals: 4, value: undefined };
  return part;
}

function begin(part: Max31855, ports: Ports, wires: Wires): void {
  const { role } = part;
  part.ports = ports;
  part.cs = pinOf(wires, role, "cs");
  ports.spi.setUp(part.cs, pinOf(wires, role, "sck"), pinOf(wires, role, "miso"), undefined);
}

/** However short ago it was read, a measurement is done until then. */
function request(_: Max31855): number {
  return CONVERT_MS;
}

/** @cold */
function collect(part: Max31855): string {
  const frame = (part.ports as Ports).spi.exchange(part.cs, READ);
  const upper = readUint16(frame, 0);
  const lower = readUint16(frame, 2);
  // Quarters and sixteenths of a degree, in two's complement (tables 4 and 5).
  const hundredths = ((upper >> 2) - (upper >= 0x8000 ? 0x4000 : 0)) * 25;
  const sixteenths = (lower >> 4) - (lower >= 0x8000 ? 0x1000 : 0);
  setReading(part.temperature, undefined);
  setReading(part.internal, undefined);
  const fault = faultOf(upper, lower, hundredths, sixteenths);
  if (fault !== "") return fault;
  setReading(part.temperature, hundredths);
  setReading(part.internal, sixteenths * 625);
  return "";
}

/** @cold */
function faultOf(upper: number, lower: number, hundredths: number, sixteenths: number): string {
  if (upper === lower && (upper === 0 || upper === 0xffff)) return "no answer";
  if ((upper & RESERVED) !== 0 || (lower & RESERVED_LOW) !== 0) return "noise";
  if ((lower & OPEN) !== 0) return "open circuit";
  if ((lower & SHORT_TO_GROUND) !== 0) return "short to ground";
  if ((lower & SHORT_TO_SUPPLY) !== 0) return "short to supply";
  if ((upper & FAULT) !== 0) return "noise";
  if (hundredths < COLDEST || hundredths > HOTTEST) return "out of range";
  return sixteenths < COLDEST_CHIP || sixteenths > HOTTEST_CHIP ? "out of range" : "";
}
