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
  const model: Hlw8012Model = { fault: "none" };
  let givesVoltage = false;
  let wanted = false;
  let wantedAt = now();
  let lookedAt = now();
  let ofCf = 0;
  let ofCf1 = 0;

  /** What is left over of a pulse. */
  function give(pin: string | number, pulses: number, isOff: boolean): number {
    for (let left = pulses; left >= 1; left -= 1) {
      if (isOff || model.fault === "silent") continue;
      lines.drive(pin, 0);
      lines.drive(pin, 1);
    }
    return pulses % 1;
  }

  function look(): void {
    const seconds = (now() - lookedAt) / 1000;
    lookedAt = now();
    if (now() - wantedAt >= SETTLE_MS) givesVoltage = wanted;
    const { volts, amperes, watts } = mains();
    const power = (((watts * ohms) / divider) * 48 * FOSC) / (VREF ** 2 * 128);
    const voltage = ((volts / divider) * 2 * FOSC) / (VREF * 512);
    const current = (amperes * ohms * 24 * FOSC) / (VREF * 512);
    ofCf = give(cf, ofCf + power * seconds, model.fault === "cf-off");
    ofCf1 = give(cf1, ofCf1 + (givesVoltage ? voltage : current) * seconds, model.fault === "cf1-off");
    after(LOOK_MS, look);
  }

  lines.drive(cf, 1);
  lines.drive(cf1, 1);
  lines.whenWritten(sel, (level) => {
    const isVoltage = (level === 1) !== inverted;
    if (isVoltage !== wanted) wantedAt = now();
    wanted = isVoltage;
  });
  after(LOOK_MS + lateMs, look);
  return model;
}
