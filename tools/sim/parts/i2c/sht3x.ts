// SHT3x temperature and humidity sensor, register by register, as one part on an I2C bus.
// Datasheet: Sensirion SHT3x-DIS, version 7 (sections 4.2 to 4.13).
// Not modelled: alerts; their commands set the "not processed" bit. A read with clock stretching answers at once: the bus of a World
// cannot hold its clock low. Of a periodic mode that another program has left it in, that it takes no command but those for it.

import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { I2cModel, ModelOptions } from "../i2c-model.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "../misuses.ts";
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

/** Answers at 0x44, or at 0x45 with the ADDR pin high. The air is that of the moment at which a measurement begins. */
export function createSht3x({ address = 0x44, now, air }: ModelOptions<"air">): Sht3x {
  let status = ALERT_PENDING | RESET_DETECTED;
  let busyUntil = 0;
  let isPeriodic = false;
  /** Of a break: to ask again then is no mistake. */
  let breaksUntil = 0;
  let stretches = false;
  /** What the next read gives; `undefined` when there is nothing to read. */
  let output: string | undefined;

  const { note, taken } = createMisuses("SHT3x");
  const sensor: Sht3x = {
    fault: "none",
    write,
    read,
    isPeriodic: () => isPeriodic,
    isHeating: () => (status & HEATER_IS_ON) !== 0,
    misuses: taken,
  };

  const word = (value: number) => checkedWord(value, sensor.fault !== "bad-crc");

  function measure({ durationMs, stretches: holdsClock }: Repeatability): void {
    const { celsius, humidity } = air();
    const warmed = celsius + ((status & HEATER_IS_ON) === 0 ? 0 : HEATED_BY);
    busyUntil = now() + durationMs;
    stretches = holdsClock;
    output = word(temperatureCounts(warmed)) + word(humidityCounts(humidity));
  }

  function reset(): void {
    status = ALERT_PENDING | RESET_DETECTED;
    busyUntil = now() + SOFT_RESET_MS;
    stretches = false;
    output = undefined;
  }

  function endPeriod(): void {
    busyUntil = now() + BREAK_MS;
    breaksUntil = busyUntil;
    isPeriodic = false;
  }

  function run(command: number): void {
    if (isPeriodic && command !== BREAK) {
      status |= COMMAND_NOT_PROCESSED;
      return;
    }
    const repeatability = SINGLE_SHOT.get(command);
    output = command === READ_STATUS ? word(status) : undefined;
    status &= ~COMMAND_NOT_PROCESSED;
    if (repeatability !== undefined) measure(repeatability);
    else if (command === PERIODIC) isPeriodic = true;
    else if (command === BREAK) {
      if (isPeriodic) endPeriod();
    } else if (command === SOFT_RESET) reset();
    else if (command === CLEAR_STATUS) status &= ~CLEARED_BITS;
    else if (command === HEATER_ON) status |= HEATER_IS_ON;
    else if (command === HEATER_OFF) status &= ~HEATER_IS_ON;
    else if (command !== READ_STATUS) {
      status |= COMMAND_NOT_PROCESSED;
      note(`the command ${hexadecimal(command, 4)} is none that it knows`);
    }
  }

  function answers(to: number): boolean {
    return to === address && sensor.fault !== "absent";
  }

  function write(to: number, bytes: string): boolean {
    if (!answers(to)) return false;
    if (bytes.length > 0) noteWrite(bytes);
    if (now() < busyUntil) return false;
    if (bytes.length >= 2) run(bytes.charCodeAt(0) * 256 + bytes.charCodeAt(1));
    return true;
  }

  function noteWrite(bytes: string): void {
    if (bytes.length !== 2) note(`a write of ${bytesInWords(bytes.length)}: a command has two`);
    if (now() < busyUntil && now() >= breaksUntil) note("a command while it is busy with another one");
  }

  /** To ask before a measurement is ready is no mistake: the datasheet offers that, and nothing acknowledges. */
  function read(from: number, count: number): string | undefined {
    if (!answers(from) || sensor.fault === "stuck") return undefined;
    if (isPeriodic) return undefined;
    if (output === undefined) {
      note("a read with no command before it that has an answer");
      return undefined;
    }
    if (now() < busyUntil && !stretches) return undefined;
    if (count > output.length) note(`a read of ${bytesInWords(count)}: the answer has ${output.length}`);
    const bytes = output.padEnd(count, "\xff").substring(0, count);
    output = undefined;
    busyUntil = 0;
    return bytes;
  }

  return sensor;
}

/** Section 4.13: T = -45 + 175 counts / 65535, in °C; past either end of the scale the sensor stays at that end. */
export function temperatureCounts(celsius: number): number {
  return countsOf((celsius + 45) / 175);
}

/** Section 4.13: RH = 100 counts / 65535, in %. */
export function humidityCounts(humidity: number): number {
  return countsOf(humidity / 100);
}
