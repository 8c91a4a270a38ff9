// This process in virtual time: what a program asks the language and Node for time and chance comes from a
// clock and a seed. So a program runs unchanged, and a day takes as long as what happens in it.
//
// What a program waits for must come from timers or its clients: virtual time does not wait for a disk, a
// worker or a socket.
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import type { VirtualClock } from "../worlds/clock.ts";
import { virtualChance } from "./virtual-chance.ts";
import { createSleeps } from "./virtual-sleeps.ts";
import { clearVirtual, VirtualTimeout } from "./virtual-timeout.ts";

/** When each run begins: the first moment of 2026. */
const BEGINS_AT = Date.UTC(2026, 0, 1);

export interface VirtualTime {
  /**
   * Lets so many milliseconds pass. Between two timers all promises are settled that can be. Rejects with
   * what a timer throws.
   */
  pass: (ms: number) => Promise<void>;
  /** Gives the process its own time back. */
  leave: () => void;
}

type Call = (...args: unknown[]) => void;

let isVirtual = false;

/**
 * From now on the process has the time of `clock`; chance comes from `seed`. Throws where it has another
 * virtual time.
 */
export function enterVirtualTime(clock: VirtualClock, seed: number): VirtualTime {
  if (isVirtual) throw new Error("This process is in virtual time already; one run at a time can be.");
  isVirtual = true;
  const soon = setImmediate;
  const turns: Turns = { soon, areOurs: true };
  const chance = virtualChance(seed, () => turns.areOurs);
  const { abortIn, ...sleeps } = createSleeps(clock);
  const own = timersOn(clock, sleeps);
  const back = [
    replaced(globalThis, { ...own, Date: dateOn(clock) }),
    replaced(timers, own),
    replaced(timersPromises, sleeps),
    replaced(performance, { now: clock.now, timeOrigin: BEGINS_AT }),
    replaced(...chance.math),
    replaced(...chance.webCrypto),
    replaced(...chance.nodeCrypto),
    replaced(AbortSignal, { timeout: abortIn }),
  ];
  syncBuiltinESMExports();

  return {
    pass: (ms) => passing(clock, clock.now() + ms, turns),
    leave() {
      // Behind the first call it may be the time of another run.
      if (back.length === 0) return;
      isVirtual = false;
      for (const restore of back.splice(0)) restore();
      syncBuiltinESMExports();
    },
  };
}

/** The timers of the language; those that are promisified sleep in virtual time as well. */
function timersOn(
  clock: VirtualClock,
  sleeps: Pick<ReturnType<typeof createSleeps>, "setTimeout" | "setImmediate">,
) {
  const setTimeout = (then: Call, ms?: number, ...args: unknown[]) =>
    new VirtualTimeout(clock, () => then(...args), ms, false);
  const setInterval = (then: Call, ms?: number, ...args: unknown[]) =>
    new VirtualTimeout(clock, () => then(...args), ms, true);
  const setImmediate = (then: Call, ...args: unknown[]) =>
    new VirtualTimeout(clock, () => then(...args), 0, false);
  Object.defineProperty(setTimeout, promisify.custom, { value: sleeps.setTimeout });
  Object.defineProperty(setImmediate, promisify.custom, { value: sleeps.setImmediate });
  return {
    setTimeout,
    setInterval,
    setImmediate,
    clearTimeout: clearing(clearTimeout),
    clearInterval: clearing(clearInterval),
    clearImmediate: clearing(clearImmediate),
  };
}

function dateOn(clock: VirtualClock): DateConstructor {
  const now = () => BEGINS_AT + Math.floor(clock.now());
  class VirtualDate extends Date {
    constructor(...args: unknown[]) {
      super(...((args.length === 0 ? [now()] : args) as [number]));
    }
    static override now = now;
  }
  return VirtualDate as DateConstructor;
}

/**
 * Turns of Node's own, by its own `setImmediate`; are those that come now, with what their promises do, of
 * the run?
 */
interface Turns {
  soon: typeof setImmediate;
  areOurs: boolean;
}

/**
 * Fires timer after timer, each in a turn of Node's own, in which promises are settled as behind any timer.
 */
function passing(clock: VirtualClock, until: number, turns: Turns): Promise<void> {
  return new Promise((resolve, reject) => {
    // Two that were set together come with nothing between them but what the first one's promises do.
    const take = (turn: () => void) => {
      turns.soon(() => {
        turns.areOurs = true;
        turn();
      });
      turns.soon(() => {
        turns.areOurs = false;
      });
    };
    const end = (settle: () => void) =>
      turns.soon(() => {
        turns.areOurs = true;
        settle();
      });
    const next = () => {
      let isLooked = false;
      try {
        clock.runUntil(() => {
          const wasLooked = isLooked;
          isLooked = true;
          return wasLooked;
        }, until - clock.now());
      } catch (error) {
        end(() => reject(error));
        return;
      }
      if (clock.now() < until) take(next);
      else end(resolve);
    };
    // Behind the caller and all its promises: another's timer may be due before the first turn.
    process.nextTick(() => queueMicrotask(() => process.nextTick(() => (turns.areOurs = false))));
    take(next);
  });
}

/** Ends timers of virtual time, and those that were set before by Node's own function. */
function clearing<Timer>(clearReal: (timer: Timer) => void): (timer: Timer) => void {
  return (timer) => {
    if (!clearVirtual(timer)) clearReal(timer);
  };
}

/** Puts these in the place of what an object has; returns what puts that back. */
function replaced(owner: object, own: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(own).map(
    (name) => [name, Object.getOwnPropertyDescriptor(owner, name)] as const,
  );
  for (const [name, value] of Object.entries(own))
    Object.defineProperty(owner, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, descriptor);
    }
  };
}
