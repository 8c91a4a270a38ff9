// A board and its uploader on one virtual clock, for the tests of the uploader.
import type { Board } from "../../../boards/board.ts";
import board from "../../../boards/esp8266-espruino.ts";
import type { FlashImage } from "../../../tools/flash/device-console.ts";
import { openEspruino } from "../../../tools/flash/espruino/console.ts";
import { type EspruinoConsole, espruinoConsole } from "../../../tools/laboratory/hosts/espruino/console.ts";
import { createVirtualClock, type VirtualClock } from "../../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../tools/sim/worlds/virtual-world.ts";
import type { LineFaults } from "../line-faults.ts";
import { type TimedLine, timedLine } from "../timed-line.ts";

/** A step that finds out soon enough when there is something to do. */
const STEP_MS = 2;
const LIMIT_MS = 600_000;

export interface Bench {
  clock: VirtualClock;
  model: EspruinoConsole;
  /** Lines that the board has printed since it was switched on. */
  lines: string[];
  port: (faults?: LineFaults) => TimedLine;
}

/** Switches a board on that has these files; they stay when it is switched off. */
export function switchOn(
  storage: Map<string, string>,
  options: { board?: Board; version?: string } = {},
): Bench {
  const clock = createVirtualClock();
  const lines: string[] = [];
  const world = createVirtualWorld({ clock, storage, log: (line) => lines.push(line) });
  const model = espruinoConsole({ board, ...options, world });
  return { clock, model, lines, port: (faults) => timedLine(model, clock, faults) };
}

/** What the board prints when it starts with these files. */
export function startedWith(storage: Map<string, string>): string {
  const { clock, lines, model } = switchOn(storage);
  clock.advance(2000);
  model.powerOff();
  return lines.join("|");
}

/** Lets virtual time pass until the promise has settled. */
export async function inTime<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  let isOver = false;
  const over = (): void => {
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

/** Opens the console, does something with it, and hands the line on. */
export async function withConsole<T>(
  { clock }: Pick<Bench, "clock">,
  port: TimedLine,
  act: (console: Awaited<ReturnType<typeof openEspruino>>) => Promise<T>,
): Promise<T> {
  const work = async (): Promise<T> => {
    const console = await openEspruino(port, { timers: clock });
    const result = await act(console);
    await console.release();
    return result;
  };
  return inTime(clock, work());
}

/**
 * An image of a program that prints `<name> started`, of about so many bytes; one with another parameter has no part in
 * common with it.
 */
export function imageOf(name: string, bytes = 3000, parameter = "a"): FlashImage {
  const functions = Array.from(
    { length: Math.ceil(bytes / 300) },
    (_, i) => `function f${i}(${parameter}){return ${i}${`+${parameter}`.repeat(130)}}\n`,
  );
  const content = `${functions.join("")}var name="${name}"\nprint(name+" started "+f0(0))\n`;
  return {
    firmware: name,
    board: "esp8266-espruino",
    target: "espruino",
    chip: "esp8266",
    files: [{ name: `${name}.js`, content }],
  };
}
