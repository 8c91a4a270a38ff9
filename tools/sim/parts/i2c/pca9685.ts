// PCA9685 of sixteen outputs, register by register, as one part on an I2C bus. Datasheet: NXP, "PCA9685",
// revision 4 (7.1: addresses; 7.3: registers; 7.3.1.1: restart; 7.3.3: outputs; 7.3.5: prescaler). Not
// modelled: the half millisecond in which it wakes, sub-addresses, the software reset, the open drain. An
// external clock is one that nobody has wired.
import type { I2cBus } from "../../../../src/platform/node/world.ts";
import type { I2cModel } from "../i2c-model.ts";
import { createMisuses, hexadecimal, type Misused } from "../misuses.ts";

/** Nothing acknowledges; it has no power, and forgets all; another part answers at its address. */
export type Pca9685Fault = "none" | "absent" | "unpowered" | "foreign";

export interface Pca9685Model extends I2cBus, Misused {
  fault: Pca9685Fault;
  /** The steps of 4096 in which each output is high; none is while it sleeps. */
  outputs: () => readonly number[];
  hertz: () => number;
  /** How many writes have reached an output. */
  writes: () => number;
  /** Its power is away for a moment. */
  losePower: () => void;
}

const ALL_CALL = 0x70;
const MODE1 = 0x00;
const MODE2 = 0x01;
const INVERTED = 0x10;
const LED0 = 0x06;
const LED15 = 0x45;
const ALL_LEDS = 0xfa;
const PRE_SCALE = 0xfe;
const RESTART = 0x80;
const AUTO_INCREMENT = 0x20;
const EXTERNAL_CLOCK = 0x40;
const SLEEP = 0x10;
const ALLCALL = 0x01;
const FULL = 0x10;
const CLOCK = 25_000_000;
const STEPS = 4096;

export const MODEL: I2cModel = { chip: "PCA9685", answerFor: createPca9685 };

function atPowerOn(): number[] {
  const registers = new Array<number>(256).fill(0);
  for (let i = LED0 + 3; i <= LED15; i += 4) registers[i] = FULL;
  registers[MODE1] = SLEEP | ALLCALL;
  registers[MODE2] = 0x04;
  registers[PRE_SCALE] = 0x1e;
  return registers;
}

/** Answers at 0x40 to 0x7f. */
export function createPca9685(options: { address?: number }): Pca9685Model {
  return new PwmController(options);
}

class PwmController implements Pca9685Model {
  fault: Pca9685Fault = "none";
  private readonly address: number;
  private readonly noted = createMisuses("PCA9685");
  private registers = atPowerOn();
  private pointer = MODE1;
  private isStopped = false;
  private written = 0;

  constructor({ address = 0x40 }: { address?: number }) {
    this.address = address;
  }

  readonly outputs = (): readonly number[] => {
    const isDark = this.fault === "unpowered" || this.is(SLEEP) || this.isStopped || this.is(EXTERNAL_CLOCK);
    if (isDark) return new Array<number>(16).fill(0);
    const isInverted = ((this.registers[MODE2] as number) & INVERTED) !== 0;
    return isInverted ? this.duties().map((steps) => STEPS - steps) : this.duties();
  };

  readonly losePower = (): void => {
    this.registers = atPowerOn();
    this.pointer = MODE1;
    this.isStopped = false;
  };

  readonly misuses = this.noted.taken;

  write(to: number, bytes: string): boolean {
    if (!this.answers(to)) return false;
    if (bytes === "" || this.fault === "foreign") return true;
    this.pointer = bytes.charCodeAt(0);
    const isOutput = this.pointer >= LED0 && this.pointer <= LED15 && bytes.length > 1;
    for (const byte of bytes.slice(1)) {
      this.take(byte.charCodeAt(0));
      if (this.is(AUTO_INCREMENT)) this.pointer += 1;
    }
    if (!isOutput) return true;
    this.written += 1;
    if (!this.is(SLEEP)) this.restart();
    return true;
  }

  read(from: number, count: number): string | undefined {
    if (!this.answers(from)) return undefined;
    if (this.fault === "foreign") return "\x39".repeat(count);
    let bytes = "";
    for (let i = 0; i < count; i++) {
      bytes += String.fromCharCode(this.registers[this.pointer & 255] as number);
      if (this.is(AUTO_INCREMENT)) this.pointer += 1;
    }
    return bytes;
  }

  hertz(): number {
    return CLOCK / (STEPS * ((this.registers[PRE_SCALE] as number) + 1));
  }

  writes(): number {
    return this.written;
  }

  private is(bit: number): boolean {
    return ((this.registers[MODE1] as number) & bit) !== 0;
  }

  private answers(to: number): boolean {
    if (this.fault === "unpowered") this.losePower();
    if (this.fault === "absent" || this.fault === "unpowered") return false;
    return to === this.address || (to === ALL_CALL && this.is(ALLCALL));
  }

  private restart(): void {
    this.isStopped = false;
    this.registers[MODE1] = (this.registers[MODE1] as number) & ~RESTART;
  }

  private take(byte: number): void {
    if (this.pointer > LED15 && this.pointer < ALL_LEDS)
      this.noted.note(`there is no register ${hexadecimal(this.pointer)}`);
    else if (this.pointer === MODE1) this.takeMode(byte);
    else if (this.pointer !== PRE_SCALE) this.registers[this.pointer] = byte;
    else if (!this.is(SLEEP)) this.noted.note("the prescaler is written while it is awake");
    else this.registers[PRE_SCALE] = Math.max(3, byte);
  }

  /** Sent to sleep while outputs run, it remembers to begin anew. */
  private takeMode(byte: number): void {
    const wasRunning = !this.is(SLEEP) && this.duties().some((steps) => steps > 0);
    const isRestart = (byte & RESTART) !== 0;
    const stops = this.isStopped || (wasRunning && (byte & SLEEP) !== 0);
    // Once chosen, it stays until the power is cut.
    const clock = (byte | (this.registers[MODE1] as number)) & EXTERNAL_CLOCK;
    this.registers[MODE1] = (byte & ~RESTART) | clock | (stops ? RESTART : 0);
    this.isStopped = stops;
    if (isRestart && (byte & SLEEP) === 0) this.restart();
  }

  private duties(): number[] {
    return Array.from({ length: 16 }, (_, i) => {
      const at = LED0 + 4 * i;
      const [onLow, onHigh, offLow, offHigh] = this.registers.slice(at, at + 4) as [
        number,
        number,
        number,
        number,
      ];
      if ((offHigh & FULL) !== 0) return 0;
      if ((onHigh & FULL) !== 0) return STEPS;
      return ((offHigh & 15) * 256 + offLow - (onHigh & 15) * 256 - onLow + STEPS) % STEPS;
    });
  }
}
