// The chip itself: its number, its restarts, its memory, and the RTC words that survive a restart.
import type { AwaitedLevel, World } from "../../../../src/platform/node/world.ts";
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";
import type { Chip } from "./prelude.ts";
import type { Radio } from "./station.ts";

/** Why the chip boots. */
export type BootReason = "power" | "reset" | "deepSleep" | "restart" | "crash" | "watchdog";

/** What node.bootreason() gives: a raw code and an extended one; on the ESP32 the ROM's code and 7. */
const BOOT_CODES: Readonly<
  Record<Chip, Readonly<Record<BootReason, readonly [raw: number, extended: number]>>>
> = {
  esp8266: {
    power: [1, 0],
    reset: [3, 6],
    deepSleep: [3, 5],
    restart: [2, 4],
    crash: [2, 2],
    watchdog: [4, 3],
  },
  esp32: {
    power: [1, 8],
    reset: [1, 8],
    deepSleep: [3, 12],
    restart: [2, 19],
    crash: [2, 19],
    watchdog: [4, 18],
  },
};

/** What the world says of the start that made the device, in the ports' words. */
const FIRST_REASONS: Readonly<Record<string, BootReason>> = {
  reset: "reset",
  software: "restart",
  watchdog: "watchdog",
  exception: "crash",
  "deep sleep": "deepSleep",
};

/** Why a device starts in this world for the first time. */
export function firstBootReason({ chip }: World): BootReason {
  return FIRST_REASONS[chip.resetReason] ?? "power";
}

export interface ChipOptions {
  bootReason: BootReason;
  /** Words of RTC memory; lost with the power. */
  rtcMemory: Int32Array;
  /** From the bytes of Lua heap in use, the host's included. */
  freeHeap: (used: number) => number;
  restart: (reason: BootReason, ms: number) => never;
  /** The chip is off for so many milliseconds, or without end where they are 0, and until the pin has the level. */
  sleepUntil: (ms: number, awaited: AwaitedLevel) => never;
  restartMs: number;
  radio: Radio;
}

const NO_RADIO = "4";

export function createChip(life: Life, options: ChipOptions): Answers {
  const { world } = life;
  const [raw, extended] = BOOT_CODES[life.chip][options.bootReason];
  return {
    chipId: () => world.chipId,
    // With it goes how often in a row an error has restarted the chip: the ESP32 tells it.
    bootReason: () => (options.bootReason === "crash" ? 65536 : 0) + raw * 256 + extended,
    signalStrength: () => world.chip.signalStrength(),
    freeHeap: options.freeHeap,
    random: (below) => world.random(below),
    log: (_, line) => {
      world.log(line);
      return undefined;
    },
    restart: () => options.restart("restart", options.restartMs),
    deepSleep: (ms, option = "") => {
      // components/modules/node.c:316 of dev-esp32: by gpio and level, and the time where one is given.
      const [level, ...pull] = option.split(" ");
      if (level === "high" || level === "low")
        return options.sleepUntil(ms, {
          pin: life.selected,
          level: level === "high" ? 1 : 0,
          pulledUp: pull.length > 0,
        });
      // "wrong option value" aside (app/modules/node.c:169), 4 is the only one that an image tells from the others.
      options.radio.isOff = option === NO_RADIO;
      // 0: until somebody pulls RST (docs/modules/node.md).
      return options.restart("deepSleep", ms === 0 ? Number.POSITIVE_INFINITY : ms);
    },
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
