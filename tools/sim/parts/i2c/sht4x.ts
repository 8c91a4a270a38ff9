// SHT4x temperature and humidity sensor, command by command, as one part on an I2C bus. Datasheet: Sensirion
// SHT4x, version 6 (sections 4.1 to 4.9). Not modelled: what the heater does to the reading; its commands
// measure at high repeatability after its time.
import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { I2cModel, ModelOptions } from "../i2c-model.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "../misuses.ts";
import { checkedWord, countsOf } from "../sensirion.ts";

/** What goes wrong: nothing acknowledges; check bytes are wrong; no measurement ever becomes ready. */
export type Sht4xFault = "none" | "absent" | "bad-crc" | "stuck";

export interface Sht4x extends I2cBus, Misused {
  fault: Sht4xFault;
}

/**
 * Commands that measure, and how long each takes at most, in milliseconds (table 4; 4.9: the heater's time
 * before it).
 */
const MEASURES: ReadonlyMap<number, number> = new Map([
  [0xfd, 8.3],
  [0xf6, 4.5],
  [0xe0, 1.6],
  [0x39, 1100 + 8.3],
  [0x32, 110 + 8.3],
  [0x2f, 1100 + 8.3],
  [0x24, 110 + 8.3],
  [0x1e, 1100 + 8.3],
  [0x15, 110 + 8.3],
]);
const READ_SERIAL = 0x89;
const SOFT_RESET = 0x94;
const SOFT_RESET_MS = 1;
const SERIAL = 0x1a2b3c4d;

export const MODEL: I2cModel = { chip: "SHT4x", answerFor: createSht4x };

/** Answers at 0x44, 0x45 or 0x46. The air is that of the moment at which a measurement begins. */
export function createSht4x({ address = 0x44, now, air }: ModelOptions<"air">): Sht4x {
  let busyUntil = 0;
  /** What the next read gives; `undefined` when there is nothing to read. */
  let output: string | undefined;
  const { note, taken } = createMisuses("SHT4x");
  const sensor: Sht4x = { fault: "none", write, read, misuses: taken };
  const word = (value: number) => checkedWord(value, sensor.fault !== "bad-crc");

  function run(command: number): void {
    const durationMs = MEASURES.get(command);
    output = command === READ_SERIAL ? word(SERIAL >>> 16) + word(SERIAL & 0xffff) : undefined;
    if (durationMs !== undefined) {
      const { celsius, humidity } = air();
      busyUntil = now() + durationMs;
      output = word(countsOf((celsius + 45) / 175)) + word(countsOf((humidity + 6) / 125));
    } else if (command === SOFT_RESET) busyUntil = now() + SOFT_RESET_MS;
    else if (command !== READ_SERIAL) note(`the command ${hexadecimal(command, 2)} is none that it knows`);
  }

  function answers(to: number): boolean {
    return to === address && sensor.fault !== "absent";
  }

  function write(to: number, bytes: string): boolean {
    if (!answers(to)) return false;
    const isBusy = now() < busyUntil;
    if (bytes.length > 1) note(`a write of ${bytesInWords(bytes.length)}: a command has one`);
    if (bytes.length > 0 && isBusy) note("a command while it is busy with another one");
    if (isBusy) return false;
    if (bytes.length > 0) run(bytes.charCodeAt(0));
    return true;
  }

  /** To ask before a measurement is ready is no mistake: nothing acknowledges then (4.2). */
  function read(from: number, count: number): string | undefined {
    if (!answers(from) || sensor.fault === "stuck") return undefined;
    if (output === undefined) {
      note("a read with no command before it that has an answer");
      return undefined;
    }
    if (now() < busyUntil) return undefined;
    if (count > output.length) note(`a read of ${bytesInWords(count)}: the answer has ${output.length}`);
    const bytes = output.padEnd(count, "\xff").substring(0, count);
    output = undefined;
    return bytes;
  }

  return sensor;
}
