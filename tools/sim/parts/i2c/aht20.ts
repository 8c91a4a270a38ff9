// AHT20 temperature and humidity sensor, command by command, as one part on an I2C bus.
// Datasheet: Aosong (ASAIR) AHT20, version 1.1 (5.3, 5.4: commands, times, status; 6: formulas).
// Not modelled: the 40 ms behind power-on; what its other modes are, which two bits of the status tell.
import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { Air } from "../around.ts";
import type { I2cModel, ModelOptions } from "../i2c-model.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "../misuses.ts";
import { crc8 } from "../sensirion.ts";

/**
 * Nothing acknowledges; check bytes are wrong; no measurement ever ends; it needs its initialisation, and is
 * as before then.
 */
export type Aht20Fault = "none" | "absent" | "bad-crc" | "stuck" | "uncalibrated";

export interface Aht20 extends I2cBus, Misused {
  fault: Aht20Fault;
}

const ADDRESS = 0x38;
const STATUS = 0x71;
const SOFT_RESET = 0xba;
/** Commands of three bytes, with the milliseconds that each takes. */
const LONG: ReadonlyMap<string, number> = new Map([
  ["\xac\x33\x00", 80],
  ["\xbe\x08\x00", 10],
]);
const INITIALISES = 0xbe;
const MEASURES = 0xac;
const SOFT_RESET_MS = 20;
const BUSY = 0x80;
const CALIBRATED = 0x08;
/** Bit 4 reads as 1 in parts of today. */
const ALWAYS = 0x10;
const SCALE = 2 ** 20;

export const MODEL: I2cModel = { chip: "AHT20", answerFor: createAht20 };

/** Answers at 0x38. The air is that of the moment at which a measurement begins. */
export function createAht20(options: Omit<ModelOptions<"air">, "address">): Aht20 {
  return new Aht20Model(options);
}

class Aht20Model implements Aht20 {
  fault: Aht20Fault = "none";
  private readonly now: () => number;
  private readonly air: () => Air;
  private readonly noted = createMisuses("AHT20");
  private busyUntil = 0;
  private measured = { humidity: 0, temperature: 0 };

  constructor({ now, air }: Omit<ModelOptions<"air">, "address">) {
    this.now = now;
    this.air = air;
  }

  readonly misuses = this.noted.taken;

  write(to: number, bytes: string): boolean {
    if (to !== ADDRESS || this.fault === "absent") return false;
    const command = bytes.charCodeAt(0);
    if (bytes.length === 0 || command === STATUS) return true;
    if (this.now() < this.busyUntil) this.noted.note("a command while it is busy with another one");
    const durationMs = command === SOFT_RESET ? SOFT_RESET_MS : LONG.get(bytes);
    if (durationMs === undefined) {
      this.noted.note(
        `the command ${hexadecimal(command, 2)} of ${bytesInWords(bytes.length)} is none that it knows`,
      );
      return true;
    }
    this.busyUntil = this.now() + durationMs;
    if (command === INITIALISES && this.fault === "uncalibrated") this.fault = "none";
    if (command === MEASURES) {
      const { celsius, humidity } = this.air();
      this.measured = { humidity: counts(humidity / 100), temperature: counts((celsius + 50) / 200) };
    }
    return true;
  }

  /** The status leads, so that to ask before a measurement is ready is no mistake. */
  read(from: number, count: number): string | undefined {
    if (from !== ADDRESS || this.fault === "absent") return undefined;
    if (count > 7) this.noted.note(`a read of ${bytesInWords(count)}: the answer has 7`);
    const { humidity, temperature } = this.measured;
    const bytes = String.fromCharCode(
      ALWAYS | (this.isBusy() ? BUSY : 0) | (this.fault === "uncalibrated" ? 0 : CALIBRATED),
      humidity >> 12,
      (humidity >> 4) & 255,
      ((humidity & 15) << 4) | (temperature >> 16),
      (temperature >> 8) & 255,
      temperature & 255,
    );
    const checksum = crc8(bytes) ^ (this.fault === "bad-crc" ? 0xff : 0);
    return (bytes + String.fromCharCode(checksum)).padEnd(count, "\xff").substring(0, count);
  }

  private isBusy(): boolean {
    return this.fault === "stuck" || this.now() < this.busyUntil;
  }
}

function counts(share: number): number {
  return Math.min(SCALE - 1, Math.max(0, Math.round(share * SCALE)));
}
