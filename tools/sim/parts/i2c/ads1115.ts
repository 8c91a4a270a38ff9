// ADS1115 analog-to-digital converter, register by register, as one part on an I2C bus.
// Datasheet: Texas Instruments ADS111x, SBAS444 (register map, data format, timing).
// Not modelled: the comparator and its thresholds, which are kept as they are written.

import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { I2cModel } from "../i2c-model.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "../misuses.ts";

/** Nothing acknowledges; conversions never end. */
export type Ads1115Fault = "none" | "absent" | "stuck";

export interface Ads1115Options {
  /** 0x48 to 0x4b by what the ADDR pin is joined to. */
  address?: number;
  now: () => number;
  /** The voltage at an input (0 to 3) against ground, in millivolts. */
  millivolts: (input: number) => number;
}

export interface Ads1115 extends I2cBus, Misused {
  fault: Ads1115Fault;
}

const CONVERSION = 0;
const CONFIG = 1;
const CONFIG_AT_RESET = 0x8583;
const START = 0x8000;
const SINGLE_SHOT = 0x0100;
/** Inputs by the three bits of the multiplexer; -1 is ground (config register, MUX). */
const MULTIPLEXER: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, 3],
  [1, 3],
  [2, 3],
  [0, -1],
  [1, -1],
  [2, -1],
  [3, -1],
];
const FULL_SCALES = [6144, 4096, 2048, 1024, 512, 256, 256, 256];
const RATES = [8, 16, 32, 64, 128, 250, 475, 860];
/** The internal clock is up to 10 % slow (data rate variation). */
const SLOWNESS = 1.1;
/** A byte at 100 kHz. A World's time stands still while a device talks on the bus; the part's does not. */
const BYTE_MS = 0.09;

export const MODEL: I2cModel = { chip: "ADS1115", answerFor: createAds1115 };

export function createAds1115(options: Ads1115Options): Ads1115 {
  return new Ads1115Model(options);
}

class Ads1115Model implements Ads1115 {
  fault: Ads1115Fault = "none";
  private readonly address: number;
  private readonly now: () => number;
  private readonly millivolts: (input: number) => number;
  private readonly registers = [0, CONFIG_AT_RESET, 0x8000, 0x7fff];
  private pointer = CONVERSION;
  private result: number | undefined = undefined;
  private endsAt = 0;
  private bytesSince = 0;
  private readonly noted = createMisuses("ADS1115");

  constructor({ address = 0x48, now, millivolts }: Ads1115Options) {
    this.address = address;
    this.now = now;
    this.millivolts = millivolts;
  }

  /** The first bit of the config register reads as 1 when no conversion is under way. */
  readonly read = (from: number, count: number): string | undefined => {
    if (from !== this.address || this.fault === "absent") return undefined;
    this.settle(1 + count);
    if (count > 2) this.noted.note(`a read of ${bytesInWords(count)}: a register has two`);
    let word = this.registers[this.pointer] as number;
    if (this.pointer === CONFIG) word = (word & ~START) | (this.result === undefined ? START : 0);
    return String.fromCharCode(word >> 8, word & 255)
      .padEnd(count, "\xff")
      .substring(0, count);
  };

  readonly misuses = this.noted.taken;

  write(to: number, bytes: string): boolean {
    if (to !== this.address || this.fault === "absent") return false;
    this.settle(1 + bytes.length);
    if (bytes.length === 0) return true;
    this.pointer = bytes.charCodeAt(0) & 3;
    this.noteWrite(bytes);
    if (bytes.length < 3 || this.pointer === CONVERSION) return true;
    const word = bytes.charCodeAt(1) * 256 + bytes.charCodeAt(2);
    this.registers[this.pointer] = word;
    if (this.pointer === CONFIG && ((word & START) !== 0 || (word & SINGLE_SHOT) === 0)) this.convert(word);
    return true;
  }

  private convert(config: number): void {
    const [plus, minus] = MULTIPLEXER[(config >> 12) & 7] as readonly [number, number];
    const volts = this.millivolts(plus) - (minus < 0 ? 0 : this.millivolts(minus));
    const counts = Math.round((volts * 32768) / (FULL_SCALES[(config >> 9) & 7] as number));
    this.result = Math.min(32767, Math.max(-32768, counts));
    this.endsAt = this.now() + (1000 / (RATES[(config >> 5) & 7] as number)) * SLOWNESS;
    this.bytesSince = 0;
  }

  private settle(bytes: number): void {
    this.bytesSince += bytes;
    if (
      this.result === undefined ||
      this.fault === "stuck" ||
      this.now() + this.bytesSince * BYTE_MS < this.endsAt
    )
      return;
    this.registers[CONVERSION] = this.result & 0xffff;
    this.result = undefined;
    const config = this.registers[CONFIG] as number;
    if ((config & SINGLE_SHOT) === 0) this.convert(config);
  }

  private noteWrite(bytes: string): void {
    if (bytes.charCodeAt(0) > 3) this.noted.note(`there is no register ${hexadecimal(bytes.charCodeAt(0))}`);
    if (bytes.length !== 1 && bytes.length !== 3)
      this.noted.note(
        `a write of ${bytesInWords(bytes.length)}: it takes a register, alone or with two bytes`,
      );
    if (bytes.length === 1) return;
    if (this.pointer === CONVERSION) this.noted.note("the conversion register can only be read");
    const isConverting =
      this.result !== undefined && ((this.registers[CONFIG] as number) & SINGLE_SHOT) !== 0;
    if (this.pointer === CONFIG && isConverting && bytes.charCodeAt(1) >= START >> 8)
      this.noted.note("a start while a conversion is under way");
  }
}
