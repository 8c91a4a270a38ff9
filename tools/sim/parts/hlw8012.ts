// HLW8012 as its two outputs show the mains. Datasheet: HLW Technology, "HLW8012": frequencies by the
// voltages at its inputs, and SEL, which is held low inside as long as it is not driven. Not modelled: noise,
// its own clock's deviation, levels: several pulses of a hundredth of a second come at its end.
import type { Hlw8012 } from "../../../src/drivers/hlw8012.ts";
import type { Lines } from "../../../src/platform/node/circuit.ts";

/** It has no supply; a wire is off. */
export type Hlw8012Fault = "none" | "silent" | "cf-off" | "cf1-off";

/** What a load takes of the mains. `watts` are fewer than the product of the others where it is no heater. */
export interface Mains {
  volts: number;
  amperes: number;
  watts: number;
}

export interface Hlw8012Options {
  lines: Pick<Lines, "drive" | "whenWritten">;
  cf: string | number;
  cf1: string | number;
  sel: string | number;
  after: (ms: number, then: () => void) => () => void;
  now: () => number;
  mains: () => Mains;
  ohms?: number;
  divider?: number;
  /** A transistor drives SEL. */
  inverted?: boolean;
  /** How far its pulses are behind whole hundredths of a second. */
  lateMs?: number;
}

export interface Hlw8012Model {
  fault: Hlw8012Fault;
}

const LOOK_MS = 10;
/** CF1 goes on with what it gave before. */
const SETTLE_MS = 600;
const VREF = 2.43;
const FOSC = 3_579_000;

/** The part of a driver: on its pins, with the shunt and the divider that its author gave it. */
export function wiredAs({
  role,
  given = [],
  inverted,
}: Hlw8012): Omit<Hlw8012Options, "lines" | "after" | "now" | "mains"> {
  const givenAs = (what: string) => given.find((figure) => figure.what === what)?.value ?? 0;
  const pins = { cf: `${role}.cf`, cf1: `${role}.cf1`, sel: `${role}.sel` };
  return { ...pins, ohms: givenAs("microohms") / 1e6, divider: givenAs("divider"), inverted };
}

export function createHlw8012(options: Hlw8012Options): Hlw8012Model {
  return new EnergyMeter(options);
}

class EnergyMeter implements Hlw8012Model {
  fault: Hlw8012Fault = "none";
  private readonly lines: Pick<Lines, "drive" | "whenWritten">;
  private readonly cf: string | number;
  private readonly cf1: string | number;
  private readonly after: (ms: number, then: () => void) => () => void;
  private readonly now: () => number;
  private readonly mains: () => Mains;
  private readonly ohms: number;
  private readonly divider: number;
  private readonly inverted: boolean;
  private givesVoltage = false;
  private wanted = false;
  private wantedAt: number;
  private lookedAt: number;
  private ofCf = 0;
  private ofCf1 = 0;

  constructor(options: Hlw8012Options) {
    const {
      lines,
      cf,
      cf1,
      sel,
      after,
      now,
      mains,
      ohms = 0.001,
      divider = 2821,
      inverted = false,
      lateMs = 0,
    } = options;
    this.lines = lines;
    this.cf = cf;
    this.cf1 = cf1;
    this.after = after;
    this.now = now;
    this.mains = mains;
    this.ohms = ohms;
    this.divider = divider;
    this.inverted = inverted;
    this.wantedAt = this.now();
    this.lookedAt = this.now();
    this.lines.drive(this.cf, 1);
    this.lines.drive(this.cf1, 1);
    this.lines.whenWritten(sel, (level) => {
      const isVoltage = (level === 1) !== this.inverted;
      if (isVoltage !== this.wanted) this.wantedAt = this.now();
      this.wanted = isVoltage;
    });
    this.after(LOOK_MS + lateMs, this.look);
  }

  private readonly look = (): void => {
    const seconds = (this.now() - this.lookedAt) / 1000;
    this.lookedAt = this.now();
    if (this.now() - this.wantedAt >= SETTLE_MS) this.givesVoltage = this.wanted;
    const { volts, amperes, watts } = this.mains();
    const power = (((watts * this.ohms) / this.divider) * 48 * FOSC) / (VREF ** 2 * 128);
    const voltage = ((volts / this.divider) * 2 * FOSC) / (VREF * 512);
    const current = (amperes * this.ohms * 24 * FOSC) / (VREF * 512);
    this.ofCf = this.give(this.cf, this.ofCf + power * seconds, this.fault === "cf-off");
    this.ofCf1 = this.give(
      this.cf1,
      this.ofCf1 + (this.givesVoltage ? voltage : current) * seconds,
      this.fault === "cf1-off",
    );
    this.after(LOOK_MS, this.look);
  };

  /** What is left over of a pulse. */
  private give(pin: string | number, pulses: number, isOff: boolean): number {
    for (let left = pulses; left >= 1; left -= 1) {
      if (isOff || this.fault === "silent") continue;
      this.lines.drive(pin, 0);
      this.lines.drive(pin, 1);
    }
    return pulses % 1;
  }
}
