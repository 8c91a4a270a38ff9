// The chip's timers and clocks on the world's time.
import { CHIP_WAYS } from "./chips.ts";
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";

export interface ClockOptions {
  /** What the microsecond counter shows at boot. */
  microsAtBoot: number;
  /** How many seconds since 1970 a time server says when the world begins. */
  epochSeconds: number;
  uptimeIsFloat: boolean;
}

const WRAP_MICROS = 2 ** 31;
/** How long a time server takes, and how long it takes to see that there is none. */
const SYNC_MS = 100;
const SYNC_FAILURE_MS = 5000;

export function createTimers(life: Life, options: ClockOptions, softWatchdogBit: () => void) {
  const running = new Map<number, () => void>();
  let cancelWatchdog = () => {};

  function stop(id: number): undefined {
    running.get(id)?.();
    running.delete(id);
    return undefined;
  }

  function start(ms: number, repeats: boolean): undefined {
    const id = life.selected;
    stop(id);
    const fire = () => {
      if (repeats) running.set(id, life.after(ms, fire));
      else running.delete(id);
      life.emit({ kind: "timer", id });
    };
    running.set(id, life.after(ms, fire));
    return undefined;
  }

  return {
    timerSingle: (ms: number) => start(ms, false),
    timerAuto: (ms: number) => start(ms, true),
    timerStop: stop,
    softWatchdog: (seconds: number) => {
      cancelWatchdog();
      cancelWatchdog = life.after(seconds * 1000, softWatchdogBit);
      return undefined;
    },
    ...createClocks(life, options),
  } satisfies Answers;
}

function createClocks(life: Life, options: ClockOptions) {
  const { world } = life;
  const bootedAt = world.now();
  let isSynced = false;

  const micros = () => options.microsAtBoot + Math.floor((world.now() - bootedAt) * 1000);
  const wallMicros = () =>
    isSynced ? options.epochSeconds * 1_000_000 + Math.floor(world.now() * 1000) : ownWallMicros();
  const ownWallMicros = () => (CHIP_WAYS[life.chip].countsFromBoot ? micros() : 0);

  return {
    micros: () => micros() % WRAP_MICROS,
    uptime: () => (options.uptimeIsFloat ? Math.fround(micros()) : micros() % WRAP_MICROS),
    seconds: () => Math.floor((world.now() - bootedAt) / 1000),
    wallSeconds: () => Math.floor(wallMicros() / 1_000_000),
    wallMicros: () => wallMicros() % 1_000_000,
    timeSync: () => {
      const works = world.networkIsUp();
      life.after(works ? SYNC_MS : SYNC_FAILURE_MS, () => {
        isSynced ||= works;
        life.emit({ kind: "timeSynced", number: works ? 1 : 0 });
      });
      return undefined;
    },
  } satisfies Answers;
}
