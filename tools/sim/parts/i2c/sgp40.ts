// SGP40 sensor of volatile organic compounds, command by command, as one part on an I2C bus. Datasheet:
// Sensirion SGP40, version 1.0 (tables 1 and 7 to 14; 4.5: nothing acknowledges while it measures). Not
// modelled: what humidity does to the signal, and how the part makes up for it, which nobody publishes; how
// it warms up; the general call that resets all parts of a bus.
import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { Air } from "../around.ts";
import type { I2cModel, ModelOptions } from "../i2c-model.ts";
import { bytesInWords, createMisuses, hexadecimal, type Misused } from "../misuses.ts";
import { checkedWord } from "../sensirion.ts";

/** What goes wrong: nothing acknowledges; check bytes are wrong; no measurement ever becomes ready. */
export type Sgp40Fault = "none" | "absent" | "bad-crc" | "stuck";

export interface Sgp40 extends I2cBus, Misused {
  fault: Sgp40Fault;
  /** The air that the newest measurement compensates for; 50 % and 25 °C are no compensation. */
  compensation: () => Air | undefined;
  /** Does its hotplate heat? It does from the first measurement until it is told not to. */
  isHot: () => boolean;
}

const ADDRESS = 0x59;
const MEASURE = 0x260f;
const SELF_TEST = 0x280e;
const HEATER_OFF = 0x3615;
/** Bytes of the command with what belongs to it, and its longest duration in ms (table 8). */
const COMMANDS: ReadonlyMap<number, { bytes: number; ms: number }> = new Map([
  [MEASURE, { bytes: 8, ms: 30 }],
  [SELF_TEST, { bytes: 2, ms: 250 }],
  [HEATER_OFF, { bytes: 2, ms: 1 }],
]);
const ALL_PASSED = 0xd400;
/** Raw signal at 1 ppm; its fall per doubling (table 1). */
const TICKS = 30_000;
const TICKS_A_DOUBLING = 870;
/** Of ethanol (table 1). Below, a part that is alone with clean air says no more. */
const LEAST_PPM = 0.01;
const MOST_PPM = 1000;

export const MODEL: I2cModel = { chip: "SGP40", answerFor: createSgp40 };

/** Answers at 0x59. The air is that of the moment at which a measurement begins. */
export function createSgp40(options: Omit<ModelOptions<"voc">, "address">): Sgp40 {
  return new GasSensor(options);
}

class GasSensor implements Sgp40 {
  fault: Sgp40Fault = "none";
  private readonly now: () => number;
  private readonly voc: () => number;
  private readonly noted = createMisuses("SGP40");
  private busyUntil = 0;
  private heats = false;
  private air: Air | undefined = undefined;
  /** What the next read gives; `undefined` when there is nothing to read. */
  private output: number | undefined = undefined;

  constructor({ now, voc }: Omit<ModelOptions<"voc">, "address">) {
    this.now = now;
    this.voc = voc;
  }

  readonly misuses = this.noted.taken;

  write(to: number, bytes: string): boolean {
    if (to !== ADDRESS || this.fault === "absent") return false;
    const isBusy = this.now() < this.busyUntil;
    if (bytes.length > 0 && isBusy) this.noted.note("a command while it is busy with another one");
    if (isBusy) return false;
    return bytes.length === 0 || this.run(wordAt(bytes, 0), bytes);
  }

  /** To ask before a measurement is ready is no mistake. */
  read(from: number, count: number): string | undefined {
    if (from !== ADDRESS || this.fault === "absent" || this.fault === "stuck") return undefined;
    if (this.output === undefined) {
      this.noted.note("a read with no command before it that has an answer");
      return undefined;
    }
    if (this.now() < this.busyUntil) return undefined;
    if (count > 3) this.noted.note(`a read of ${bytesInWords(count)}: the answer has 3`);
    const bytes = checkedWord(this.output, this.fault !== "bad-crc");
    this.output = undefined;
    return bytes.padEnd(count, "\xff").substring(0, count);
  }

  compensation(): Air | undefined {
    return this.air;
  }

  isHot(): boolean {
    return this.heats;
  }

  private run(command: number, bytes: string): boolean {
    const known = COMMANDS.get(command);
    if (known === undefined) this.noted.note(`the command ${hexadecimal(command, 4)} is none that it knows`);
    else if (bytes.length !== known.bytes)
      this.noted.note(`a write of ${bytesInWords(bytes.length)}: this command has ${known.bytes}`);
    else if (command === MEASURE && !bytes.endsWith(checked(bytes, 2) + checked(bytes, 5)))
      this.noted.note("what it is told of the air has a wrong checksum");
    else {
      this.busyUntil = this.now() + known.ms;
      this.output = command === HEATER_OFF ? undefined : ALL_PASSED;
      if (command === MEASURE) this.measure(bytes);
      // A self-test leaves the hotplate as it was (3.3).
      if (command !== SELF_TEST) this.heats = command === MEASURE;
      return true;
    }
    return false;
  }

  private measure(bytes: string): void {
    this.air = {
      humidity: (wordAt(bytes, 2) * 100) / 65535,
      celsius: (wordAt(bytes, 5) * 175) / 65535 - 45,
    };
    const ppm = Math.max(LEAST_PPM, Math.min(MOST_PPM, this.voc()));
    this.output = Math.round(TICKS - TICKS_A_DOUBLING * Math.log2(ppm));
  }
}

function wordAt(bytes: string, at: number): number {
  return (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1);
}

/** The word at a place, with the checksum that belongs to it. */
function checked(bytes: string, at: number): string {
  return checkedWord(wordAt(bytes, at));
}
