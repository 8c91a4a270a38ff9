// A one-wire bus: parts with a ROM code each, and the commands by which one of them is chosen.
// Maxim, "DS18B20" datasheet 19-7487, "ROM commands"; the search for codes is that of application note 187.
import type { OneWireBus } from "../../../src/platform/node/world.ts";
import { wiredAnd } from "./i2c-bus.ts";
import { createMisuses, hexadecimal, type Misused } from "./misuses.ts";

/** A part on the bus once it is chosen. */
export interface OneWirePart extends Misused {
  /** Eight bytes as they come on the line: family, serial number, checksum. */
  rom: string;
  isThere: () => boolean;
  /** A byte behind the ROM command; the first one is the function command. */
  take: (byte: number, isFirst: boolean) => void;
  /** The next `count` bytes that it sends; a part that is silent leaves the line high. */
  send: (count: number) => string;
}

/** Somebody holds the line low: there seems to be a part, and each byte reads as 0. */
type OneWireFault = "none" | "held-low";

/** Its misuses are those of its parts as well. */
export interface FaultyOneWireBus extends OneWireBus, Misused {
  fault: OneWireFault;
  search: () => string[];
}

const SEARCH_ROM = 0xf0;
const READ_ROM = 0x33;
const MATCH_ROM = 0x55;
const SKIP_ROM = 0xcc;
const ROM_COMMANDS = [SEARCH_ROM, READ_ROM, MATCH_ROM, SKIP_ROM];
const ROM_BYTES = 8;

export function createOneWireBus(parts: readonly OneWirePart[]): FaultyOneWireBus {
  return new OneWireBusModel(parts);
}

class OneWireBusModel implements FaultyOneWireBus {
  fault: OneWireFault = "none";
  private readonly parts: readonly OneWirePart[];
  private written = "";
  private wasReset = false;
  private readonly noted = createMisuses("one-wire");

  constructor(parts: readonly OneWirePart[]) {
    this.parts = parts;
  }

  readonly misuses = (): string[] => {
    return [...this.noted.taken(), ...this.parts.flatMap((part) => part.misuses())];
  };

  reset(): boolean {
    this.written = "";
    this.wasReset = true;
    return this.fault === "held-low" || this.present().length > 0;
  }

  write(bytes: string): void {
    if (!this.wasReset) this.noted.note("a write before the first reset");
    if (this.written === "" && bytes !== "") this.noteRomCommand(bytes.charCodeAt(0));
    for (const byte of bytes) {
      this.written += byte;
      if (this.written.charCodeAt(0) === SEARCH_ROM)
        throw new Error("The search for ROM codes goes bit by bit, not by bytes.");
      const { parts: listeners, behind } = this.chosen();
      if (this.written.length <= behind) continue;
      for (const part of listeners) part.take(byte.charCodeAt(0), this.written.length === behind + 1);
    }
  }

  read(count: number): string {
    const isRom = this.written.charCodeAt(0) === READ_ROM;
    if (!isRom && this.written.length <= this.chosen().behind && this.present().length > 0)
      this.noted.note("a read without a command");
    if (this.fault === "held-low") return "\0".repeat(count);
    const silence = "\xff".repeat(count);
    if (isRom)
      return this.present()
        .map((part) => part.rom.padEnd(count, "\xff").substring(0, count))
        .reduce(wiredAnd, silence);
    return this.chosen()
      .parts.map((part) => part.send(count))
      .reduce(wiredAnd, silence);
  }

  /** On a line that is held low every code would be zeros, which is none. */
  search(): string[] {
    this.written = "";
    return this.fault === "held-low" ? [] : inOrderOfSearch(this.present().map((part) => part.rom));
  }

  private present(): OneWirePart[] {
    return this.parts.filter((part) => part.isThere());
  }

  /** Those whom the ROM command in `written` has chosen, and how many bytes it took. */
  private chosen(): { parts: readonly OneWirePart[]; behind: number } {
    const command = this.written.charCodeAt(0);
    if (command === SKIP_ROM) return { parts: this.present(), behind: 1 };
    if (command !== MATCH_ROM || this.written.length < 1 + ROM_BYTES)
      return { parts: [], behind: 1 + ROM_BYTES };
    const rom = this.written.substring(1, 1 + ROM_BYTES);
    return { parts: this.present().filter((part) => part.rom === rom), behind: 1 + ROM_BYTES };
  }

  private noteRomCommand(command: number): void {
    if (!ROM_COMMANDS.includes(command)) this.noted.note(`there is no ROM command ${hexadecimal(command)}`);
  }
}

/**
 * Several buses on one line, as whoever is on it sees them: all take what is written, and where several
 * answer, a bit that one of them pulls low reads as 0.
 */
export function joinedOneWire(buses: readonly OneWireBus[]): OneWireBus {
  return {
    reset: () => buses.map((bus) => bus.reset()).includes(true),
    write(bytes) {
      for (const bus of buses) bus.write(bytes);
    },
    read: (count) => buses.map((bus) => bus.read(count)).reduce(wiredAnd, "\xff".repeat(count)),
    search: () => inOrderOfSearch(buses.flatMap((bus) => bus.search?.() ?? [])),
  };
}

/**
 * From the lowest bit of the first byte on; where codes part, first those with a 0. Two parts with one code
 * are one.
 */
function inOrderOfSearch(codes: readonly string[]): string[] {
  const bits = (code: string) =>
    [...code].map((byte) => [...byte.charCodeAt(0).toString(2).padStart(8, "0")].reverse().join("")).join("");
  return [...new Set(codes)].sort((a, b) => (bits(a) < bits(b) ? -1 : 1));
}

/**
 * CRC-8 of one-wire parts: polynomial x^8 + x^5 + x^4 + 1, reflected, from 0 (Maxim, application note 27).
 */
export function oneWireCrc(bytes: string): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1;
  }
  return crc;
}
