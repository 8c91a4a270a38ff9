// SHT4x temperature and humidity sensor, command by command, as one part on an I2C bus. Datasheet: Sensirion
// SHT4x, version 6 (sections 4.1 to 4.9). Not modelled: what the heater does to the reading; its commands
// measure at high repeatability after its time.
import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { Air } from "../around.ts";
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
export function createSht4x(options: ModelOptions<"air">): Sht4x {
  return new Sht4xModel(options);
}

class Sht4xModel implements Sht4x {
  fault: Sht4xFault = "none";
  private readonly address: number;
  private readonly now: () => number;
  private readonly air: () => Air;
  private busyUntil = 0;
  /** What the next read gives; `undefined` when there is nothing to read. */
  private output: string | undefined = undefined;
  private readonly noted = createMisuses("SHT4x");

  constructor({ address = 0x44, now, air }: ModelOptions<"air">) {
    this.address = address;
    this.now = now;
    this.air = air;
  }

  readonly misuses = this.noted.taken;

  write(to: number, bytes: string): boolean {
    if (!this.answers(to)) return false;
    const isBusy = this.now() < this.busyUntil;
    if (bytes.length > 1) this.noted.note(`a write of ${bytesInWords(bytes.length)}: a command has one`);
    if (bytes.length > 0 && isBusy) this.noted.note("a command while it is busy with another one");
    if (isBusy) return false;
    if (bytes.length > 0) this.run(bytes.charCodeAt(0));
    return true;
  }

  /** To ask before a measurement is ready is no mistake: nothing acknowledges then (4.2). */
  read(from: number, count: number): string | undefined {
    if (!this.answers(from) || this.fault === "stuck") return undefined;
    if (this.output === undefined) {
      this.noted.note("a read with no command before it that has an answer");
      return undefined;
    }
    if (this.now() < this.busyUntil) return undefined;
    if (count > this.output.length)
      this.noted.note(`a read of ${bytesInWords(count)}: the answer has ${this.output.length}`);
    const bytes = this.output.padEnd(count, "\xff").substring(0, count);
    this.output = undefined;
    return bytes;
  }

  private word(value: number): string {
    return checkedWord(value, this.fault !== "bad-crc");
  }

  private run(command: number): void {
    const durationMs = MEASURES.get(command);
    this.output = command === READ_SERIAL ? this.word(SERIAL >>> 16) + this.word(SERIAL & 0xffff) : undefined;
    if (durationMs !== undefined) {
      const { celsius, humidity } = this.air();
      this.busyUntil = this.now() + durationMs;
      this.output = this.word(countsOf((celsius + 45) / 175)) + this.word(countsOf((humidity + 6) / 125));
    } else if (command === SOFT_RESET) this.busyUntil = this.now() + SOFT_RESET_MS;
    else if (command !== READ_SERIAL)
      this.noted.note(`the command ${hexadecimal(command, 2)} is none that it knows`);
  }

  private answers(to: number): boolean {
    return to === this.address && this.fault !== "absent";
  }
}
