// The chip itself: its number, its restarts, its memory, and the words that outlive a restart.
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";

/** Why the chip boots: the raw code times 256, plus the extended one, as node.bootreason() gives them. */
export const BOOT = {
  power: 0x100,
  deepSleep: 0x305,
  restart: 0x204,
  crash: 0x202,
  watchdog: 0x403,
} as const;

export type BootReason = keyof typeof BOOT;

export interface ChipOptions {
  bootReason: BootReason;
  /** Words of RTC memory; lost with the power. */
  rtcMemory: Int32Array;
  /** From the bytes of Lua heap in use, the host's included. */
  freeHeap: (used: number) => number;
  restart: (reason: BootReason, ms: number) => never;
  restartMs: number;
}

export function createChip(life: Life, options: ChipOptions): Answers {
  const { world } = life;
  return {
    chipId: () => world.chipId,
    bootReason: () => BOOT[options.bootReason],
    freeHeap: options.freeHeap,
    random: (below) => world.random(below),
    log: (_, line) => {
      world.log(line);
      return undefined;
    },
    restart: () => options.restart("restart", options.restartMs),
    deepSleep: (ms) => options.restart("deepSleep", ms),
    postTask: () => {
      life.after(0, () => life.emit({ kind: "task" }));
      return undefined;
    },
    memoryRead: (index) => options.rtcMemory[index],
    memoryWrite: (value) => {
      options.rtcMemory[life.selected] = value;
      return undefined;
    },
  };
}
