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
export function createBh1750({ address = 0x23, now, lux }: ModelOptions<"lux">): Bh1750 {
  let isOn = false;
  let mode: Mode | undefined;
  let beganAt = 0;
  let counts = 0;
  let time = USUAL_TIME;

  const { note, taken } = createMisuses("BH1750");
  const sensor: Bh1750 = { fault: "none", write, read, misuses: taken };

  const isMeasuring = () =>
    mode !== undefined &&
    (sensor.fault === "stuck" || now() < beganAt + (mode.durationMs * time) / USUAL_TIME);

  /** The resolution of a low mode is 4 lx: its lowest bits say nothing. */
  function settle(): void {
    if (mode === undefined || isMeasuring()) return;
    counts = Math.min(MOST_COUNTS, Math.round((Math.max(0, lux()) * mode.countsPerLux * time) / USUAL_TIME));
    if (mode.durationMs === LOW.durationMs) counts -= counts % 4;
    if (!mode.once) return;
    mode = undefined;
    isOn = false;
  }

  function write(to: number, bytes: string): boolean {
    if (to !== address || sensor.fault === "absent") return false;
    settle();
    // It takes no second instruction before a stop (write format).
    if (bytes.length > 1) note(`${bytes.length} instructions in one write: each needs one of its own`);
    for (const byte of bytes) run(byte.charCodeAt(0));
    return true;
  }

  function run(instruction: number): void {
    const asked = MODES.get(instruction);
    if (asked !== undefined) {
      isOn = true;
      mode = asked;
      beganAt = now();
    } else if (instruction === POWER_DOWN) {
      isOn = false;
      mode = undefined;
    } else if (instruction === POWER_ON) isOn = true;
    else if (instruction === RESET && isOn) counts = 0;
    else if (instruction === RESET) note("a reset while it is powered down, where it takes none");
    else if (instruction >> 3 === 0b01000) time = (time & 0x1f) | ((instruction & 7) << 5);
    else if (instruction >> 5 === 0b011) time = (time & 0xe0) | (instruction & 0x1f);
    else note(`there is no instruction ${hexadecimal(instruction)}`);
  }

  function read(from: number, count: number): string | undefined {
    if (from !== address || sensor.fault === "absent") return undefined;
    settle();
    if (count > 2) note(`a read of ${bytesInWords(count)}: a measurement has two`);
    if (isMeasuring()) note("a read while a measurement is under way, which gives the one before");
    return String.fromCharCode(counts >> 8, counts & 255)
      .padEnd(count, "\xff")
      .substring(0, count);
  }

  return sensor;
}
