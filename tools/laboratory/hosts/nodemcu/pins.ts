// The chip's digital pins on the circuit of its world, with the interrupts of `gpio.trig` and of `rotary`,
// and the line of `dht`.

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
  /** The newest edge of which the program has not heard yet. */
  next: Edge | undefined;
}

interface Edge {
  level: number;
  /** By the chip's count of microseconds. */
  at: number;
  /** How many came in that moment. */
  count: number;
}

/** Bits of the pinMode operation. */
const OUTPUT = 1;
const PULL_UP = 2;
/** Bits of the pinWatch operation. */
const RISING = 1;
const FALLING = 2;
/** What `rotary` adds where both lines have changed. */
const MISSED = 1_000_000;
/**
 * Of a DHT, as `dht` waits for it: a bit is 1 that is longer from fall to fall; others and the lead-in are in
 * front of it.
 */
const ONE_MICROS = 95;
const FALLS = 42;
/** A count of microseconds begins again at 0 here. */
const WRAP_MICROS = 2 ** 31;

export function createPins(life: Life, micros: () => number): Answers {
  const circuit: Circuit = life.world.circuit;
  const pins = new Map<number, PinState>();

  function stateOf(pin: number): PinState {
    let state = pins.get(pin);
    if (state === undefined) {
      state = { isOutput: false, pullsUp: false, latch: 0, edges: 0, unwatch: undefined, next: undefined };
      pins.set(pin, state);
    }
    return state;
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
    dhtFrame: (pin) => dhtFrame(life, pin, stateOf(pin)),
    ...createInterrupts(life, micros, stateOf),
    ...createKnobs(life, stateOf),
  };
}

/** The chip's `gpio.trig`. */
function createInterrupts(life: Life, micros: () => number, stateOf: (pin: number) => PinState): Answers {
  const { circuit } = life.world;
  let reportedAt = 0;

  /**
   * The interrupt posts a task, which is as quick here as can be. What comes in the same moment is counted,
   * or lost.
   */
  function interrupted(pin: number, state: PinState, level: number, ago: number): void {
    if ((state.edges & (level === 1 ? RISING : FALLING)) === 0) return;
    const at = (micros() - ago + WRAP_MICROS) % WRAP_MICROS;
    if (state.next?.at === at) {
      state.next.count += 1;
      return;
    }
    const edge: Edge = { level, at, count: 1 };
    state.next = edge;
    life.after(0, () => {
      if (state.next === edge) state.next = undefined;
      const count = CHIP_WAYS[life.chip].countsInterrupts ? edge.count : 1;
      reportedAt = at;
      if (state.edges !== 0) life.emit({ kind: "pin", id: pin, number: count * 2 + level });
    });
  }

  return {
    pinTime: () => reportedAt,
    pinWatch: (edges) => {
      const pin = life.selected;
      const state = stateOf(pin);
      state.edges = edges;
      state.unwatch ??= circuit.watch(
        pin,
        (level, ago) => interrupted(pin, state, level, ago),
        state.pullsUp,
      );
      return undefined;
    },
  };
}

/** The chip's `rotary`. */
function createKnobs(life: Life, stateOf: (pin: number) => PinState): Answers {
  const { circuit } = life.world;
  const unwatchKnobs: (() => void)[] = [];
  let knobs = 0;

  /** The interrupts count, as rotary.c does; a task reports the newest position. */
  function watchKnob(a: number, b: number): number {
    const id = knobs;
    let position = 0;
    let isReported = true;
    const interrupt = () => {
      // Both high, b low, both low, a low.
      const before = position;
      const phase = (circuit.level(b, true) === 1 ? 3 : 2) ^ (circuit.level(a, true) === 1 ? 3 : 0);
      const moved = (phase - position) & 3;
      position += [0, 1, MISSED, -1][moved] ?? 0;
      position = (position << 1) >> 1;
      if (position === before || !isReported) return;
      isReported = false;
      life.after(0, () => {
        isReported = true;
        life.emit({ kind: "turned", id, number: position });
      });
    };
    for (const pin of [a, b]) {
      Object.assign(stateOf(pin), { isOutput: false, pullsUp: true });
      unwatchKnobs.push(circuit.watch(pin, interrupt, true));
    }
    knobs += 1;
    return id;
  }

  life.atEnd(() => {
    for (const unwatch of unwatchKnobs) unwatch();
  });
  return { knobWatch: (b) => watchKnob(life.selected, b) };
}

/** Bits differ by their lengths only; what comes behind the 40th is not heard. */
function dhtFrame(life: Life, pin: number, state: PinState): string | undefined {
  const { circuit } = life.world;
  state.isOutput = true;
  circuit.written(pin, 0);
  state.latch = 1;
  const falls = circuit.released(pin, CHIP_WAYS[life.chip].dhtLowMs);
  if (falls.length < FALLS) return undefined;
  const bits = falls.slice(2, FALLS).map((fall, at) => (fall - (falls[at + 1] ?? 0) > ONE_MICROS ? 1 : 0));
  const byteAt = (at: number) => bits.slice(at, at + 8).reduce((byte: number, bit) => byte * 2 + bit, 0);
  return String.fromCharCode(...[0, 8, 16, 24, 32].map(byteAt));
}
