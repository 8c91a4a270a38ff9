// INA219 current and power monitor, register by register, as one part on an I2C bus. Datasheet: Texas
// Instruments INA219, SBOS448G (7.5: times; 8.5: calibration; 8.6: registers). Not modelled: noise, which
// averages would smooth; a measurement that is asked for is of the moment at which it begins.
import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { I2cModel, ModelOptions } from "../i2c-model.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "../misuses.ts";

/** Nothing acknowledges; conversions never end. */
export type Ina219Fault = "none" | "absent" | "stuck";

export interface Ina219Model extends I2cBus, Misused {
  fault: Ina219Fault;
  /** The supply was away for a moment: the registers are as after power-on. */
  powerCycle: () => void;
}

const CONFIGURATION = 0;
const SHUNT = 1;
const BUS = 2;
const POWER = 3;
const CURRENT = 4;
const CALIBRATION = 5;
const AT_POWER_ON = [0x399f, 0, 0, 0, 0, 0];
const RESET = 0x8000;
const BUS_32_V = 0x2000;
const READY = 2;
const OVERFLOW = 1;
/** Longest, in milliseconds, by the bits of SADC and BADC (7.5). */
const ONE_SAMPLE_MS = [0.093, 0.163, 0.304, 0.586];

export const MODEL: I2cModel = {
  chip: "INA219",
  answerFor: ({ part, ...measured }) =>
    createIna219({ ...measured, milliohms: (part as { milliohms?: number }).milliohms }),
};

/**
 * Answers at 0x40 to 0x4f. `millivolts(0)` is between IN- and ground; `amperes` flow from IN+ to IN- through
 * the shunt.
 */
export function createIna219(
  options: ModelOptions<"amperes" | "millivolts"> & { milliohms?: number },
): Ina219Model {
  return new PowerMonitor(options);
}

class PowerMonitor implements Ina219Model {
  fault: Ina219Fault = "none";
  private readonly address: number;
  private readonly now: () => number;
  private readonly amperes: () => number;
  private readonly millivolts: (input: number) => number;
  private readonly milliohms: number;
  private readonly noted = createMisuses("INA219");
  private readonly registers = [...AT_POWER_ON];
  private pointer = CONFIGURATION;
  private endsAt: number | undefined = undefined;
  private results: [shunt: number, bus: number] = [0, 0];

  constructor(options: ModelOptions<"amperes" | "millivolts"> & { milliohms?: number }) {
    const { address = 0x40, now, amperes, millivolts, milliohms = 100 } = options;
    this.address = address;
    this.now = now;
    this.amperes = amperes;
    this.millivolts = millivolts;
    this.milliohms = milliohms;
    this.powerCycle();
  }

  readonly misuses = this.noted.taken;

  powerCycle(): void {
    this.registers.splice(0, this.registers.length, ...AT_POWER_ON);
    this.pointer = CONFIGURATION;
    this.begin();
  }

  write(to: number, bytes: string): boolean {
    if (to !== this.address || this.fault === "absent") return false;
    if (bytes.length === 0) return true;
    const register = bytes.charCodeAt(0);
    if (register > CALIBRATION) this.noted.note(`there is no register ${hexadecimal(register)}`);
    else this.pointer = register;
    if (bytes.length !== 1 && bytes.length !== 3)
      this.noted.note(
        `a write of ${bytesInWords(bytes.length)}: it takes a register, alone or with two bytes`,
      );
    if (bytes.length < 3) return true;
    const word = bytes.charCodeAt(1) * 256 + bytes.charCodeAt(2);
    if (register === CALIBRATION) this.registers[CALIBRATION] = word & 0xfffe;
    else if (register !== CONFIGURATION)
      this.noted.note(`the register ${hexadecimal(register)} can only be read`);
    else if ((word & RESET) !== 0) this.powerCycle();
    else {
      this.registers[CONFIGURATION] = word;
      this.registers[BUS] = (this.registers[BUS] as number) & ~READY;
      this.begin();
    }
    return true;
  }

  read(from: number, count: number): string | undefined {
    if (from !== this.address || this.fault === "absent") return undefined;
    this.settle();
    if (count > 2) this.noted.note(`a read of ${bytesInWords(count)}: a register has two`);
    const word = this.registers[this.pointer] as number;
    if (this.pointer === POWER) this.registers[BUS] = (this.registers[BUS] as number) & ~READY;
    return String.fromCharCode(word >> 8, word & 255)
      .padEnd(count, "\xff")
      .substring(0, count);
  }

  private begin(): void {
    const [configuration] = this.registers as [number];
    const mode = configuration & 7;
    this.endsAt = undefined;
    if ((mode & 3) === 0) return;
    this.results = this.measured(configuration);
    const shuntMs = (mode & 1) === 0 ? 0 : durationMs(configuration >> 3);
    const busMs = (mode & 2) === 0 ? 0 : durationMs(configuration >> 7);
    this.endsAt = this.now() + shuntMs + busMs;
  }

  private measured(configuration: number): [shunt: number, bus: number] {
    const most = 4000 << ((configuration >> 11) & 3);
    const shunt = Math.round(this.amperes() * this.milliohms * 100);
    const bus = Math.round(this.millivolts(0) / 4);
    return [within(-most, shunt, most), within(0, bus, (configuration & BUS_32_V) === 0 ? 4000 : 8000)];
  }

  private settle(): void {
    if (this.endsAt === undefined || this.fault === "stuck" || this.now() < this.endsAt) return;
    const [configuration] = this.registers as [number];
    const mode = configuration & 7;
    if (mode > 4) this.results = this.measured(configuration);
    const bus = (mode & 2) === 0 ? (this.registers[BUS] as number) >> 3 : this.results[1];
    if ((mode & 1) !== 0) this.registers[SHUNT] = this.results[0] & 0xffff;
    const current = Math.trunc(
      (signed(this.registers[SHUNT] as number) * (this.registers[CALIBRATION] as number)) / 4096,
    );
    const power = Math.trunc((Math.abs(current) * bus) / 5000);
    const isOver = Math.abs(current) > 32767 || power > 65535;
    this.registers[CURRENT] = current & 0xffff;
    this.registers[POWER] = power & 0xffff;
    this.registers[BUS] = (bus << 3) | READY | (isOver ? OVERFLOW : 0);
    this.endsAt = undefined;
    if (mode > 4) this.begin();
  }
}

function durationMs(bits: number): number {
  const samples = (bits & 8) === 0 ? 1 : 1 << (bits & 7);
  return samples * (ONE_SAMPLE_MS[(bits & 8) === 0 ? bits & 3 : 3] as number);
}

function signed(word: number): number {
  return word > 32767 ? word - 65536 : word;
}

function within(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
