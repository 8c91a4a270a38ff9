// A board under NodeMCU and its uploader on one virtual clock, and small images for it.

import type { DeviceConsole, FlashImage } from "../../../tools/flash/device-console.ts";
import { openNodeMcu } from "../../../tools/flash/nodemcu/console.ts";
import {
  type NodeMcuConsole,
  type NodeMcuConsoleOptions,
  nodeMcuConsole,
} from "../../../tools/laboratory/hosts/nodemcu/console.ts";
import { createVirtualClock, type VirtualClock } from "../../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../tools/sim/worlds/virtual-world.ts";
import { initLua, startList } from "../../../tools/targets/nodemcu/lua/init.ts";
import type { LineFaults } from "../line-faults.ts";
import { type TimedLine, timedLine } from "../timed-line.ts";

/** A step that finds out soon enough when there is something to do. */
const STEP_MS = 2;
const LIMIT_MS = 1_200_000;

export type Chip = "esp8266" | "esp32";
export type BoardOptions = Partial<Omit<NodeMcuConsoleOptions, "world">>;

export interface Board {
  clock: VirtualClock;
  model: NodeMcuConsole;
  line: (faults?: LineFaults) => TimedLine;
  /** Opens its console, does something with it, and hands the line on. */
  open: <T>(act: (console: DeviceConsole) => Promise<T>, line?: TimedLine) => Promise<T>;
}

/** Switches a board on. Its files stay in `storage` when it is switched off. */
export function switchOn(storage = new Map<string, string>(), options: BoardOptions = {}): Board {
  const clock = createVirtualClock();
  const world = createVirtualWorld({ clock, storage });
  const model = nodeMcuConsole({ chip: "esp8266", ...options, world });
  const line = (faults?: LineFaults) => timedLine(model, clock, faults);
  return {
    clock,
    model,
    line,
    open: (act, port = line()) =>
      inTime(clock, async () => {
        const console = await openNodeMcu(port, { timers: clock });
        const result = await act(console);
        await console.release();
        return result;
      }),
  };
}

/** What a board prints in the five seconds after power, with these files. */
export function startsWith(storage: Map<string, string>, options: BoardOptions = {}): string {
  const { clock, model } = switchOn(storage, options);
  let shown = "";
  model.onOutput((bytes) => {
    shown += bytes;
  });
  clock.advance(5000);
  model.device.kill();
  return shown;
}

/** Lets virtual time pass until the work has settled. */
export async function inTime<T>(clock: VirtualClock, work: () => Promise<T>): Promise<T> {
  const promise = work();
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  promise.then(over, over);
  const end = clock.now() + LIMIT_MS;
  while (!isOver) {
    if (clock.now() > end) throw new Error(`It was not over after ${LIMIT_MS} ms.`);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(STEP_MS);
  }
  return promise;
}

/** An image of two modules that prints these words in brackets when it starts. */
export function imageOf(
  words: string,
  chip: Chip = "esp8266",
  more: Record<string, string> = {},
): FlashImage {
  const files = {
    "init.lua": initLua(),
    "ringmote.lua": startList({ modules: ["base", "device"] }),
    "base.lua": `local shared=...\nshared[1]=function(text) print("["..text.."]") end\n-- ${"padding ".repeat(60)}\n`,
    "device.lua": `local shared=...\nshared[1]("${words}")\n`,
    ...more,
  };
  return {
    firmware: "climate",
    board: `${chip}-nodemcu`,
    target: "nodemcu",
    chip,
    files: Object.entries(files).map(([name, content]) => ({ name, content })),
  };
}
