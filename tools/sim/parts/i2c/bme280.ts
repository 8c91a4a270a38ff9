// BME280 temperature, humidity and pressure sensor, register by register, as one part on an I2C bus.
// Datasheet: Bosch BST-BME280-DS001 (sections 3.3 to 3.5, 5.3, 5.4, 9.1).
// Not modelled: what normal mode measures, oversampling beyond the time that it takes.

import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { Air } from "../around.ts";
import {
  type Bme280Calibration,
  calibrationRegisters,
  celsius,
  countsFor,
  humidityPercent,
  pascals,
  tFine,
  USUAL_CALIBRATION,
} from "../bme280-formulas.ts";
import type { I2cModel } from "../i2c-model.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "../misuses.ts";

/** Nothing acknowledges; the measurement never ends; it is the cheaper BMP280, which has no humidity. */
export type Bme280Fault = "none" | "absent" | "stuck" | "bmp280";

export interface Bme280Options {
  /** 0x76, or 0x77 with SDO high. */
  address?: number;
  now: () => number;
  /** The air at the moment a measurement begins. `hectopascals` is 1013.25 where nobody says. */
  air: () => Air & { hectopascals?: number };
  calibration?: Bme280Calibration;
}

export interface Bme280 extends I2cBus, Misused {
  fault: Bme280Fault;
  /** The supply was gone for a moment: the registers are as after power on. */
  powerCycle: () => void;
}

const ID = 0xd0;
const RESET = 0xe0;
const RESET_WORD = 0xb6;
const CTRL_HUM = 0xf2;
const STATUS = 0xf3;
const CTRL_MEAS = 0xf4;
const CONFIG = 0xf5;
const DATA = 0xf7;
const WRITABLE = [CTRL_HUM, CTRL_MEAS, CONFIG];
/**
 * From where to where there is something to read (table 18). 0xf6 is reserved, and lies in the middle of a
 * burst.
 */
const READABLE: readonly (readonly [number, number])[] = [
  [0x88, 0xa1],
  [ID, ID],
  [RESET, 0xf0],
  [CTRL_HUM, 0xfe],
];
const MEASURING = 0x08;
const FORCED = [1, 2];
const SKIPPED_20 = 0x80000;
const SKIPPED_16 = 0x8000;
const NORMAL = 3;
/** By the three bits of the filter (5.4.6, 3.4.4). */
const FILTERS = [1, 2, 4, 8, 16, 16, 16, 16];
const SEA_LEVEL = 1013.25;
/** Samples by the three bits of an oversampling field. */
const SAMPLES = [0, 1, 2, 4, 8, 16, 16, 16];

export const MODEL: I2cModel = { chip: "BME280", answerFor: createBme280 };

export function createBme280(options: Bme280Options): Bme280 {
  return new Bme280Model(options);
}

class Bme280Model implements Bme280 {
  fault: Bme280Fault = "none";
  private readonly address: number;
  private readonly now: () => number;
  private readonly air: () => Air & { hectopascals?: number };
  private readonly calibration: Bme280Calibration;
  private readonly registers = Buffer.alloc(256);
  private pointer = 0;
  private busyUntil = 0;
  private result: Buffer | undefined = undefined;
  /** ctrl_hum counts from the next write of ctrl_meas on (5.4.3). */
  private humiditySamples = 0;
  /** What the filter has of temperature and pressure; it has no humidity. */
  private filtered: Filtered | undefined = undefined;
  private readonly noted = createMisuses("BME280");

  constructor(options: Bme280Options) {
    const { address = 0x76, now, air, calibration = USUAL_CALIBRATION } = options;
    this.address = address;
    this.now = now;
    this.air = air;
    this.calibration = calibration;
    this.powerCycle();
  }

  readonly misuses = this.noted.taken;

  powerCycle(): void {
    const { low, high } = calibrationRegisters(this.calibration);
    this.registers.fill(0);
    low.copy(this.registers, 0x88);
    high.copy(this.registers, 0xe1);
    this.registers.set(dataBytes(SKIPPED_20, SKIPPED_20, SKIPPED_16), DATA);
    this.humiditySamples = 0;
    this.filtered = undefined;
    this.result = undefined;
  }

  /** Register and value in turn; a register alone is where the next read begins (6.2.1, 6.2.2). */
  write(to: number, bytes: string): boolean {
    if (to !== this.address || this.fault === "absent") return false;
    this.settle();
    if (bytes.length > 1 && bytes.length % 2 === 1)
      this.noted.note(`a write of ${bytesInWords(bytes.length)}: behind each register comes its value`);
    for (let i = 0; i < bytes.length; i += 2) {
      this.pointer = bytes.charCodeAt(i);
      if (i + 1 < bytes.length) this.put(this.pointer, bytes.charCodeAt(i + 1));
    }
    return true;
  }

  read(from: number, count: number): string | undefined {
    if (from !== this.address || this.fault === "absent") return undefined;
    this.settle();
    this.registers[ID] = this.fault === "bmp280" ? 0x58 : 0x60;
    this.registers[STATUS] = this.result === undefined ? 0 : MEASURING;
    if (!READABLE.some(([first, last]) => this.pointer >= first && this.pointer + count - 1 <= last))
      this.noted.note(
        `a read of ${bytesInWords(count)} from ${hexadecimal(this.pointer)} on, past the registers that there are`,
      );
    const end = Math.min(this.pointer + count, this.registers.length);
    return this.registers.subarray(this.pointer, end).toString("latin1").padEnd(count, "\0");
  }

  private settle(): void {
    if (this.result === undefined || this.now() < this.busyUntil || this.fault === "stuck") return;
    this.registers.set(this.result, DATA);
    this.registers[CTRL_MEAS] = (this.registers[CTRL_MEAS] as number) & 0xfc;
    this.result = undefined;
  }

  private measure(): void {
    const control = this.registers[CTRL_MEAS] as number;
    const samples = {
      t: SAMPLES[control >> 5] ?? 0,
      p: SAMPLES[(control >> 2) & 7] ?? 0,
      h: this.humiditySamples,
    };
    this.busyUntil = this.now() + durationMs(samples.t, samples.p, samples.h);
    const { celsius: wanted, humidity, hectopascals = SEA_LEVEL } = this.air();
    const t = countsFor((counts) => celsius(this.calibration, counts), wanted, 0xfffff);
    const fine = tFine(this.calibration, t);
    const p = countsFor((counts) => pascals(this.calibration, counts, fine), hectopascals * 100, 0xfffff);
    const h = countsFor((counts) => humidityPercent(this.calibration, counts, fine), humidity, 0xffff);
    const coefficient = FILTERS[((this.registers[CONFIG] as number) >> 2) & 7] ?? 1;
    this.filtered = filteredBy(coefficient, this.filtered, { t, p });
    this.result = dataBytes(
      samples.p > 0 ? Math.round(this.filtered.p) : SKIPPED_20,
      samples.t > 0 ? Math.round(this.filtered.t) : SKIPPED_20,
      samples.h > 0 ? h : SKIPPED_16,
    );
  }

  private reset(word: number): void {
    if (word === RESET_WORD) this.powerCycle();
    else
      this.noted.note(
        `${hexadecimal(word)} in the register of the reset, which takes ${hexadecimal(RESET_WORD)} only`,
      );
  }

  private put(register: number, value: number): void {
    if (register === RESET) this.reset(value);
    else if (!WRITABLE.includes(register))
      this.noted.note(`the register ${hexadecimal(register)} cannot be written`);
    if (!WRITABLE.includes(register)) return;
    // In normal mode config may be left as it was (5.4.6).
    if (register === CONFIG && ((this.registers[CTRL_MEAS] as number) & 3) === NORMAL) return;
    this.registers[register] = value;
    if (register !== CTRL_MEAS) return;
    this.humiditySamples = SAMPLES[(this.registers[CTRL_HUM] as number) & 7] ?? 0;
    if (FORCED.includes(value & 3)) this.measure();
  }
}

interface Filtered {
  t: number;
  p: number;
}

/** Each value goes one part of the way to the new one (3.4.4). */
function filteredBy(coefficient: number, last: Filtered | undefined, next: Filtered): Filtered {
  if (last === undefined || coefficient === 1) return next;
  const towards = (from: number, to: number) => from + (to - from) / coefficient;
  return { t: towards(last.t, next.t), p: towards(last.p, next.p) };
}

/** Longest duration of one measurement (9.1). */
function durationMs(t: number, p: number, h: number): number {
  return 1.25 + 2.3 * t + (p > 0 ? 2.3 * p + 0.575 : 0) + (h > 0 ? 2.3 * h + 0.575 : 0);
}

function dataBytes(p: number, t: number, h: number): Buffer {
  const twenty = (value: number) => [value >> 12, (value >> 4) & 255, (value & 15) << 4];
  return Buffer.from([...twenty(p), ...twenty(t), h >> 8, h & 255]);
}
