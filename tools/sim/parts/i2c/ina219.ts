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
  const { address = 0x40, now, amperes, millivolts, milliohms = 100 } = options;
  const { note, taken } = createMisuses("INA219");
  const registers = [...AT_POWER_ON];
  let pointer = CONFIGURATION;
  let endsAt: number | undefined;
  let results: [shunt: number, bus: number] = [0, 0];
  const part: Ina219Model = { fault: "none", powerCycle, write, read, misuses: taken };
  powerCycle();

  function powerCycle(): void {
    registers.splice(0, registers.length, ...AT_POWER_ON);
    pointer = CONFIGURATION;
    begin();
  }

  function begin(): void {
    const [configuration] = registers as [number];
    const mode = configuration & 7;
    endsAt = undefined;
    if ((mode & 3) === 0) return;
    results = measured(configuration);
    const shuntMs = (mode & 1) === 0 ? 0 : durationMs(configuration >> 3);
    const busMs = (mode & 2) === 0 ? 0 : durationMs(configuration >> 7);
    endsAt = now() + shuntMs + busMs;
  }

  function measured(configuration: number): typeof results {
    const most = 4000 << ((configuration >> 11) & 3);
    const shunt = Math.round(amperes() * milliohms * 100);
    const bus = Math.round(millivolts(0) / 4);
    return [within(-most, shunt, most), within(0, bus, (configuration & BUS_32_V) === 0 ? 4000 : 8000)];
  }

  function settle(): void {
    if (endsAt === undefined || part.fault === "stuck" || now() < endsAt) return;
    const [configuration] = registers as [number];
    const mode = configuration & 7;
    if (mode > 4) results = measured(configuration);
    const bus = (mode & 2) === 0 ? (registers[BUS] as number) >> 3 : results[1];
    if ((mode & 1) !== 0) registers[SHUNT] = results[0] & 0xffff;
    const current = Math.trunc(
      (signed(registers[SHUNT] as number) * (registers[CALIBRATION] as number)) / 4096,
    );
    const power = Math.trunc((Math.abs(current) * bus) / 5000);
    const isOver = Math.abs(current) > 32767 || power > 65535;
    registers[CURRENT] = current & 0xffff;
    registers[POWER] = power & 0xffff;
    registers[BUS] = (bus << 3) | READY | (isOver ? OVERFLOW : 0);
    endsAt = undefined;
    if (mode > 4) begin();
  }

  function write(to: number, bytes: string): boolean {
    if (to !== address || part.fault === "absent") return false;
    if (bytes.length === 0) return true;
    const register = bytes.charCodeAt(0);
    if (register > CALIBRATION) note(`there is no register ${hexadecimal(register)}`);
    else pointer = register;
    if (bytes.length !== 1 && bytes.length !== 3)
      note(`a write of ${bytesInWords(bytes.length)}: it takes a register, alone or with two bytes`);
    if (bytes.length < 3) return true;
    const word = bytes.charCodeAt(1) * 256 + bytes.charCodeAt(2);
    if (register === CALIBRATION) registers[CALIBRATION] = word & 0xfffe;
    else if (register !== CONFIGURATION) note(`the register ${hexadecimal(register)} can only be read`);
    else if ((word & RESET) !== 0) powerCycle();
    else {
      registers[CONFIGURATION] = word;
      registers[BUS] = (registers[BUS] as number) & ~READY;
      begin();
    }
    return true;
  }

  function read(from: number, count: number): string | undefined {
    if (from !== address || part.fault === "absent") return undefined;
    settle();
    if (count > 2) note(`a read of ${bytesInWords(count)}: a register has two`);
    const word = registers[pointer] as number;
    if (pointer === POWER) registers[BUS] = (registers[BUS] as number) & ~READY;
    return String.fromCharCode(word >> 8, word & 255)
      .padEnd(count, "\xff")
      .substring(0, count);
  }

  return part;
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
