// The chip's digital pins on the circuit of its world, with the interrupts of `gpio.trig`.

import type { Circuit } from "../../../../src/platform/node/world.ts";
import { CHIP_WAYS } from "./chips.ts";
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";

interface PinState {
  isOutput: boolean;
  pullsUp: boolean;
  /** What was written last, also while the pin was no output. */
  latch: number;
  /** What raises its interrupt, and what ends the watching. */
  edges: number;
  unwatch: (() => void) | undefined;
  /** Edges since the program was last called; it is on its way while there are some. */
  seen: number;
}

/** Bits of the pinMode operation. */
const OUTPUT = 1;
const PULL_UP = 2;
/** Bits of the pinWatch operation. */
const RISING = 1;
const FALLING = 2;

export function createPins(life: Life): Answers {
  const circuit: Circuit = life.world.circuit;
  const pins = new Map<number, PinState>();

  function stateOf(pin: number): PinState {
    let state = pins.get(pin);
    if (state === undefined) {
      state = { isOutput: false, pullsUp: false, latch: 0, edges: 0, unwatch: undefined, seen: 0 };
      pins.set(pin, state);
    }
    return state;
  }

  /** The interrupt posts a task. What comes before that has run is counted, or lost. */
  function interrupted(pin: number, state: PinState, level: number): void {
    if ((state.edges & (level === 1 ? RISING : FALLING)) === 0) return;
    state.seen += 1;
    if (state.seen > 1) return;
    life.after(0, () => {
      const count = CHIP_WAYS[life.chip].countsInterrupts ? state.seen : 1;
      state.seen = 0;
      if (state.edges !== 0) life.emit({ kind: "pin", id: pin, number: count * 2 + level });
    });
  }

  life.atEnd(() => {
    for (const { unwatch } of pins.values()) unwatch?.();
  });

  return {
    pinMode: (bits) => {
      const state = stateOf(life.selected);
      state.isOutput = (bits & OUTPUT) !== 0;
      state.pullsUp = (bits & PULL_UP) !== 0;
      if (state.isOutput) circuit.written(life.selected, state.latch);
      return undefined;
    },
    pinWrite: (level) => {
      const state = stateOf(life.selected);
      state.latch = level;
      if (state.isOutput) circuit.written(life.selected, level);
      return undefined;
    },
    pinRead: (pin) => {
      const { isOutput, latch, pullsUp } = stateOf(pin);
      return isOutput ? latch : circuit.level(pin, pullsUp);
    },
    pinWatch: (edges) => {
      const pin = life.selected;
      const state = stateOf(pin);
      state.edges = edges;
      state.unwatch ??= circuit.watch(pin, (level) => interrupted(pin, state, level), state.pullsUp);
      return undefined;
    },
  };
}
