// BH1750 light sensor, instruction by instruction, as one part on an I2C bus. Datasheet: ROHM BH1750FVI,
// revision D (instruction set, measurement sequence, "H-resolution mode 2"). Not modelled: the measurement
// time register's lower and upper limits; a change counts from the next measurement on.

import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { I2cModel, ModelOptions } from "../i2c-model.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "../misuses.ts";

/** Nothing acknowledges; measurements never end. */
export type Bh1750Fault = "none" | "absent" | "stuck";

export interface Bh1750 extends I2cBus, Misused {
  fault: Bh1750Fault;
}

interface Mode {
  once: boolean;
  countsPerLux: number;
  /** Longest measurement. */
  durationMs: number;
}

const HIGH = { countsPerLux: 1.2, durationMs: 180 };
const HIGH_2 = { countsPerLux: 2.4, durationMs: 180 };
const LOW = { countsPerLux: 1.2, durationMs: 24 };
const MODES: ReadonlyMap<number, Mode> = new Map([
  [0x10, { once: false, ...HIGH }],
  [0x11, { once: false, ...HIGH_2 }],
  [0x13, { once: false, ...LOW }],
  [0x20, { once: true, ...HIGH }],
  [0x21, { once: true, ...HIGH_2 }],
  [0x23, { once: true, ...LOW }],
]);
const POWER_DOWN = 0x00;
const POWER_ON = 0x01;
const RESET = 0x07;
const USUAL_TIME = 69;
const MOST_COUNTS = 65535;

export const MODEL: I2cModel = { chip: "BH1750", answerFor: createBh1750 };

/**
 * Answers at 0x23, or at 0x5c with the ADDR pin high. The light is that of the moment at which a measurement
 * ends.
 */
export function createBh1750(options: ModelOptions<"lux">): Bh1750 {
  return new Bh1750Model(options);
}

class Bh1750Model implements Bh1750 {
  fault: Bh1750Fault = "none";
  private readonly address: number;
  private readonly now: () => number;
  private readonly lux: () => number;
  private isOn = false;
  private mode: Mode | undefined = undefined;
  private beganAt = 0;
  private counts = 0;
  private time = USUAL_TIME;
  private readonly noted = createMisuses("BH1750");

  constructor({ address = 0x23, now, lux }: ModelOptions<"lux">) {
    this.address = address;
    this.now = now;
    this.lux = lux;
  }

  readonly misuses = this.noted.taken;

  write(to: number, bytes: string): boolean {
    if (to !== this.address || this.fault === "absent") return false;
    this.settle();
    // It takes no second instruction before a stop (write format).
    if (bytes.length > 1)
      this.noted.note(`${bytes.length} instructions in one write: each needs one of its own`);
    for (const byte of bytes) this.run(byte.charCodeAt(0));
    return true;
  }

  read(from: number, count: number): string | undefined {
    if (from !== this.address || this.fault === "absent") return undefined;
    this.settle();
    if (count > 2) this.noted.note(`a read of ${bytesInWords(count)}: a measurement has two`);
    if (this.isMeasuring())
      this.noted.note("a read while a measurement is under way, which gives the one before");
    return String.fromCharCode(this.counts >> 8, this.counts & 255)
      .padEnd(count, "\xff")
      .substring(0, count);
  }

  private isMeasuring(): boolean {
    return (
      this.mode !== undefined &&
      (this.fault === "stuck" || this.now() < this.beganAt + (this.mode.durationMs * this.time) / USUAL_TIME)
    );
  }

  /** The resolution of a low mode is 4 lx: its lowest bits say nothing. */
  private settle(): void {
    if (this.mode === undefined || this.isMeasuring()) return;
    this.counts = Math.min(
      MOST_COUNTS,
      Math.round((Math.max(0, this.lux()) * this.mode.countsPerLux * this.time) / USUAL_TIME),
    );
    if (this.mode.durationMs === LOW.durationMs) this.counts -= this.counts % 4;
    if (!this.mode.once) return;
    this.mode = undefined;
    this.isOn = false;
  }

  private run(instruction: number): void {
    const mode = MODES.get(instruction);
    if (mode !== undefined) {
      this.isOn = true;
      this.mode = mode;
      this.beganAt = this.now();
    } else if (instruction === POWER_DOWN) {
      this.isOn = false;
      this.mode = undefined;
    } else if (instruction === POWER_ON) this.isOn = true;
    else if (instruction === RESET && this.isOn) this.counts = 0;
    else if (instruction === RESET) this.noted.note("a reset while it is powered down, where it takes none");
    else if (instruction >> 3 === 0b01000) this.time = (this.time & 0x1f) | ((instruction & 7) << 5);
    else if (instruction >> 5 === 0b011) this.time = (this.time & 0xe0) | (instruction & 0x1f);
    else this.noted.note(`there is no instruction ${hexadecimal(instruction)}`);
  }
}
