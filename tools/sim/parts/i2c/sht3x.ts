// SHT3x temperature and humidity sensor, register by register, as one part on an I2C bus. Datasheet:
// Sensirion SHT3x-DIS, version 7 (sections 4.2 to 4.13). Not modelled: alerts; their commands set the "not
// processed" bit. A read with clock stretching answers at once: the bus of a World cannot hold its clock low.
// Of a periodic mode that another program has left it in, that it takes no command but those for it.

import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { I2cModel, ModelOptions } from "../i2c-model.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused, type Misuses } from "../misuses.ts";
import { checkedWord, countsOf } from "../sensirion.ts";

/** What goes wrong: nothing acknowledges; check bytes are wrong; no measurement ever becomes ready. */
export type Sht3xFault = "none" | "absent" | "bad-crc" | "stuck";

export interface Sht3x extends I2cBus, Misused {
  fault: Sht3xFault;
  isPeriodic: () => boolean;
  isHeating: () => boolean;
}

interface Repeatability {
  /** Longest duration, in milliseconds (table 4). */
  durationMs: number;
  stretches: boolean;
}

/** Single-shot commands (table 9). */
const SINGLE_SHOT: ReadonlyMap<number, Repeatability> = new Map([
  [0x2c06, { durationMs: 15, stretches: true }],
  [0x2c0d, { durationMs: 6, stretches: true }],
  [0x2c10, { durationMs: 4, stretches: true }],
  [0x2400, { durationMs: 15, stretches: false }],
  [0x240b, { durationMs: 6, stretches: false }],
  [0x2416, { durationMs: 4, stretches: false }],
]);
/** Each second, with high repeatability (table 10). */
const PERIODIC = 0x2130;
const BREAK = 0x3093;
const BREAK_MS = 1;
const SOFT_RESET = 0x30a2;
const HEATER_ON = 0x306d;
const HEATER_OFF = 0x3066;
const READ_STATUS = 0xf32d;
const CLEAR_STATUS = 0x3041;
const SOFT_RESET_MS = 2;
/** "A few degrees centigrade" (4.10). */
const HEATED_BY = 4;

/** Status bits (table 18). */
const ALERT_PENDING = 0x8000;
const HEATER_IS_ON = 0x2000;
const RESET_DETECTED = 0x0010;
const COMMAND_NOT_PROCESSED = 0x0002;
const CLEARED_BITS = 0x8c10;

export const MODEL: I2cModel = { chip: "SHT3x", answerFor: createSht3x };

/**
 * Answers at 0x44, or at 0x45 with the ADDR pin high. The air is that of the moment at which a measurement
 * begins.
 */
export function createSht3x(options: ModelOptions<"air">): Sht3x {
  return new Sht3xModel(options);
}

/** Its functions are of the class: a fleet has thousands of these sensors. */
class Sht3xModel implements Sht3x {
  fault: Sht3xFault = "none";
  private readonly address: number;
  private readonly now: () => number;
  private readonly air: ModelOptions<"air">["air"];
  /** From the first one on. */
  private noted: Misuses | undefined = undefined;
  private status = ALERT_PENDING | RESET_DETECTED;
  private busyUntil = 0;
  private periodic = false;
  /** Of a break: to ask again then is no mistake. */
  private breaksUntil = 0;
  private stretches = false;
  /** What the next read gives; `undefined` when there is nothing to read. */
  private output: string | undefined = undefined;

  constructor({ address = 0x44, now, air }: ModelOptions<"air">) {
    this.address = address;
    this.now = now;
    this.air = air;
  }

  isPeriodic(): boolean {
    return this.periodic;
  }

  isHeating(): boolean {
    return (this.status & HEATER_IS_ON) !== 0;
  }

  misuses(): string[] {
    return this.noted?.taken() ?? [];
  }

  private note(what: string): void {
    this.noted ??= createMisuses("SHT3x");
    this.noted.note(what);
  }

  private word(value: number): string {
    return checkedWord(value, this.fault !== "bad-crc");
  }

  private measure({ durationMs, stretches }: Repeatability): void {
    const { celsius, humidity } = this.air();
    const warmed = celsius + (this.isHeating() ? HEATED_BY : 0);
    this.busyUntil = this.now() + durationMs;
    this.stretches = stretches;
    this.output = this.word(temperatureCounts(warmed)) + this.word(humidityCounts(humidity));
  }

  private reset(): void {
    this.status = ALERT_PENDING | RESET_DETECTED;
    this.busyUntil = this.now() + SOFT_RESET_MS;
    this.stretches = false;
    this.output = undefined;
  }

  private endPeriod(): void {
    this.busyUntil = this.now() + BREAK_MS;
    this.breaksUntil = this.busyUntil;
    this.periodic = false;
  }

  private run(command: number): void {
    if (this.periodic && command !== BREAK) {
      this.status |= COMMAND_NOT_PROCESSED;
      return;
    }
    const repeatability = SINGLE_SHOT.get(command);
    this.output = command === READ_STATUS ? this.word(this.status) : undefined;
    this.status &= ~COMMAND_NOT_PROCESSED;
    if (repeatability !== undefined) this.measure(repeatability);
    else if (command === PERIODIC) this.periodic = true;
    else if (command === BREAK) {
      if (this.periodic) this.endPeriod();
    } else if (command === SOFT_RESET) this.reset();
    else if (command === CLEAR_STATUS) this.status &= ~CLEARED_BITS;
    else if (command === HEATER_ON) this.status |= HEATER_IS_ON;
    else if (command === HEATER_OFF) this.status &= ~HEATER_IS_ON;
    else if (command !== READ_STATUS) {
      this.status |= COMMAND_NOT_PROCESSED;
      this.note(`the command ${hexadecimal(command, 4)} is none that it knows`);
    }
  }

  private answers(to: number): boolean {
    return to === this.address && this.fault !== "absent";
  }

  write(to: number, bytes: string): boolean {
    if (!this.answers(to)) return false;
    if (bytes.length > 0) this.noteWrite(bytes);
    if (this.now() < this.busyUntil) return false;
    if (bytes.length >= 2) this.run(bytes.charCodeAt(0) * 256 + bytes.charCodeAt(1));
    return true;
  }

  private noteWrite(bytes: string): void {
    const now = this.now();
    if (bytes.length !== 2) this.note(`a write of ${bytesInWords(bytes.length)}: a command has two`);
    if (now < this.busyUntil && now >= this.breaksUntil)
      this.note("a command while it is busy with another one");
  }

  /**
   * To ask before a measurement is ready is no mistake: the datasheet offers that, and nothing acknowledges.
   */
  read(from: number, count: number): string | undefined {
    if (!this.answers(from) || this.fault === "stuck") return undefined;
    if (this.periodic) return undefined;
    const { output } = this;
    if (output === undefined) {
      this.note("a read with no command before it that has an answer");
      return undefined;
    }
    if (this.now() < this.busyUntil && !this.stretches) return undefined;
    if (count > output.length) this.note(`a read of ${bytesInWords(count)}: the answer has ${output.length}`);
    this.output = undefined;
    this.busyUntil = 0;
    return output.padEnd(count, "\xff").substring(0, count);
  }
}

/**
 * Section 4.13: T = -45 + 175 counts / 65535, in °C; past either end of the scale the sensor stays at that
 * end.
 */
export function temperatureCounts(celsius: number): number {
  return countsOf((celsius + 45) / 175);
}

/** Section 4.13: RH = 100 counts / 65535, in %. */
export function humidityCounts(humidity: number): number {
  return countsOf(humidity / 100);
}
