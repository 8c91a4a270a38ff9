// The chip's digital and analog pins.
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";

export interface Pins extends Answers {
  /** Puts a level on a pin from outside, as a button would. */
  drivePin: (pin: number, level: number) => void;
  /** The duty that each pulse-width output was given last. */
  duties: Map<number, number>;
}

interface PinState {
  isOutput: boolean;
  pullsUp: boolean;
  /** What was written last, also while the pin was no output. */
  latch: number;
  driven: number | undefined;
}

/** Bits of the pinMode operation. */
const OUTPUT = 1;
const PULL_UP = 2;

export function createPins(life: Life, analog: (channel: number) => number): Pins {
  const pins = new Map<number, PinState>();
  const duties = new Map<number, number>();

  function stateOf(pin: number): PinState {
    let state = pins.get(pin);
    if (state === undefined) {
      state = { isOutput: false, pullsUp: false, latch: 0, driven: undefined };
      pins.set(pin, state);
    }
    return state;
  }

  function levelOf({ isOutput, latch, driven, pullsUp }: PinState): number {
    return isOutput ? latch : (driven ?? (pullsUp ? 1 : 0));
  }

  return {
    duties,
    drivePin(pin, level) {
      const state = stateOf(pin);
      const before = levelOf(state);
      state.driven = level;
      if (levelOf(state) !== before) life.emit({ kind: "pin", id: pin, number: level });
    },
    pinMode: (bits) => {
      const state = stateOf(life.selected);
      state.isOutput = (bits & OUTPUT) !== 0;
      state.pullsUp = (bits & PULL_UP) !== 0;
      if (state.isOutput) life.world.circuit.written(life.selected, state.latch);
      return undefined;
    },
    pinWrite: (level) => {
      const state = stateOf(life.selected);
      state.latch = level;
      if (state.isOutput) life.world.circuit.written(life.selected, level);
      return undefined;
    },
    pinRead: (pin) => levelOf(stateOf(pin)),
    pwmDuty: (duty) => {
      duties.set(life.selected, duty);
      return undefined;
    },
    analogRead: analog,
  };
}
