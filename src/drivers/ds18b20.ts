// DS18B20: temperature over one-wire. Datasheet: Analog Devices (Maxim), "DS18B20 Programmable Resolution
// 1-Wire Digital Thermometer", 19-7487, revision 6 (July 2019). Table and figure names are its own. The line
// needs a resistor of 4.7 kΩ to the supply. Not implemented: parasite power (the part needs its third wire),
// alarms, other resolutions than the 12 bits that the part is sold with, and the search for parts: with
// several on one line, each needs its ROM code in the declaration; `ringmote scan` asks the board for the
// codes. Another program may have left fewer bits in it, also for after a power cut: all twelve are set at
// start, and where a reading finds fewer. A conversion that never ends is noticed of a part that is alone on
// its line, without a ROM code. With several, the line tells only of the one that was asked last: the others
// would give their last temperature again.
import type { OneWire } from "../ports/one-wire.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import {
  describePart,
  NO_ANSWER,
  newPart,
  type Part,
  type Quantity,
  setReading,
  type Wires,
} from "../reading/part.ts";

/** The first byte of each one's 64-bit ROM code, its family. */
const FAMILY = "\x28";
/** ROM commands: whoever is on the line; the one whose code follows. */
const SKIP_ROM = "\xcc";
const MATCH_ROM = "\x55";
/** Function commands (table 3). */
const CONVERT = "\x44";
const READ_SCRATCHPAD = "\xbe";
/** And what it takes: both alarms as the part is sold, and 12 bits (figure 10). */
const WRITE_SCRATCHPAD = "\x4e\x4b\x46\x7f";
/** Longest conversion of 12 bits is 750 ms (table 2); the rest is for slow chips. */
const CONVERT_MS = 760;
const SCRATCHPAD_BYTES = 9;
/** In the scratchpad's configuration, both set: 12 bits (figure 10). */
const CONFIGURATION_AT = 4;
const TWELVE_BITS = 0x60;
/** A line that is held low, or that nothing pulls up. Its checksum would be right. */
const HELD_LOW = "\0\0\0\0\0\0\0\0\0";
/** 85 °C stands in the scratchpad from power on until the first conversion (table 1). */
const POWER_ON = 0x0550;
/** Sixteenths of a degree, at both ends of what it measures (table 1). */
const COLDEST = -880;
const WARMEST = 2000;

export interface Ds18b20 extends Part {
  wire: "one-wire";
  /** The ROM command in front of each function command. */
  address: string;
  /** From `begin` on. */
  bus: OneWire | undefined;
  pin: Pin;
  /** °C with four decimals, -550000 to 1250000, in steps of 625. Error ±0.5 °C from -10 to 85 °C. */
  temperature: Quantity;
}

/**
 * The part on the line that the wiring calls `role`. With several on one line, `rom` is the code of this one: its eight
 * bytes as they come on the line, family first: "\x28\xff...".
 *
 * @part Maxim DS18B20
 * @esphome dallas_temp one_wire
 * @gives `temperature` °C
 * @example ds18b20(role)
 * @example ds18b20(role, "\x28...")
 * @note Exactly 85 °C, its value before a measurement, is no reading. Several parts on one line need their ROM codes,
 * which `ringmote scan` finds; the build refuses one without a code, because all would answer at once. Give each a role
 * of its own and all the same pin: `ds18b20("flow", "\x28\xff...")` and `ds18b20("return", "\x28\x61...")` on `{ flow:
 * "D18", return: "D18" }`. With a ROM code a conversion that never ends is not noticed: the last temperature repeats.
 */
export function ds18b20(role: string, rom?: string): Ds18b20 {
  const part = newPart<Ds18b20>(role, "one-wire", begin, request, collect);
  part.address = rom === undefined ? SKIP_ROM : MATCH_ROM + rom;
  part.pin = "";
  describePart(part, "DS18B20", [], rom, FAMILY);
  part.temperature = { part, decimals: 4, value: undefined };
  return part;
}

function begin(part: Ds18b20, ports: Ports, wires: Wires): void {
  part.bus = ports.oneWire;
  part.pin = wires[part.role] as Pin;
  ports.oneWire.setUp(part.pin);
  send(part, WRITE_SCRATCHPAD);
}

/** @cold */
function request(part: Ds18b20): number {
  return send(part, CONVERT) ? CONVERT_MS : NO_ANSWER;
}

/** @cold */
function collect(part: Ds18b20): string {
  setReading(part.temperature, undefined);
  // Until the reset, the line reads as 0 while a conversion is under way ("Convert T").
  const isBusy = part.address === SKIP_ROM && (part.bus as OneWire).read(part.pin, 1) === "\0";
  if (!send(part, READ_SCRATCHPAD)) return "no answer";
  const bytes = (part.bus as OneWire).read(part.pin, SCRATCHPAD_BYTES);
  if (bytes === HELD_LOW || checksum(bytes) !== 0) return "bad checksum";
  if (isBusy) return "not ready";
  // For the next one: this one is right, with fewer steps.
  if ((bytes.charCodeAt(CONFIGURATION_AT) & TWELVE_BITS) !== TWELVE_BITS) send(part, WRITE_SCRATCHPAD);
  const word = bytes.charCodeAt(0) + bytes.charCodeAt(1) * 256;
  if (word === POWER_ON) return "lost power";
  // In two's complement (figure 4).
  const counts = word < 32768 ? word : word - 65536;
  if (counts < COLDEST || counts > WARMEST) return "out of range";
  setReading(part.temperature, counts * 625);
  return "";
}

/** Sends a function command to the part. False when nobody is on the line. @cold */
function send(part: Ds18b20, command: string): boolean {
  const bus = part.bus as OneWire;
  if (!bus.reset(part.pin)) return false;
  bus.write(part.pin, part.address + command);
  return true;
}

/**
 * CRC-8 of all bytes, polynomial x^8 + x^5 + x^4 + 1, lowest bit first; 0 when the last one is that of the
 * others. @cold
 */
export function checksum(bytes: string): number {
  let crc = 0;
  for (let i = 0; i < bytes.length; i++) {
    crc = crc ^ bytes.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) {
      const out = crc & 1;
      crc = crc >> 1;
      if (out === 1) crc = crc ^ 0x8c;
    }
  }
  return crc;
}
