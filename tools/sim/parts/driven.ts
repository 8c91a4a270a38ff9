// Things that a device drives by PWM or a level, seen from the room: the light that shines,
// the arm that turns, the tone.
import { FULL_DUTY, type Lines } from "../../../src/platform/node/circuit.ts";

export interface DrivenOptions {
  lines: Pick<Lines, "output" | "whenPulsed" | "whenWritten">;
  pin: string | number;
}

/** An LED, whose light is in proportion to the time that it is on. */
export interface LightModel {
  /** Share of its full light, 0 to 1; dark as long as nobody drives it. */
  brightness: () => number;
}

/** `activeLow`: it sits between the pin and the supply. */
export function createLight({
  lines,
  pin,
  activeLow = false,
}: DrivenOptions & { activeLow?: boolean }): LightModel {
  return {
    brightness() {
      const high = lines.output(pin);
      if (high === undefined) return 0;
      return activeLow ? 1 - high : high;
    },
  };
}

/** A relay on an output. */
export interface RelayModel {
  isClosed: () => boolean;
  /** How often it was switched: contacts wear. */
  switched: () => number;
}

export function createRelay({
  lines,
  pin,
  activeLow = false,
}: DrivenOptions & { activeLow?: boolean }): RelayModel {
  let closed = false;
  let count = 0;
  lines.whenWritten(pin, (level) => {
    const isClosed = (level === 1) !== activeLow;
    if (isClosed !== closed) count += 1;
    closed = isClosed;
  });
  return { isClosed: () => closed, switched: () => count };
}

/** A passive buzzer: it sounds while it is driven with anything but a steady level. */
export interface BuzzerModel {
  /** The tone in hertz, or 0. */
  tone: () => number;
}

export function createBuzzer({ lines, pin }: DrivenOptions): BuzzerModel {
  let tone = 0;
  lines.whenPulsed(pin, (hertz, duty) => {
    tone = duty > 0 && duty < FULL_DUTY ? hertz : 0;
  });
  return { tone: () => tone };
}
