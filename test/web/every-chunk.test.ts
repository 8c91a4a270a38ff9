// The page's line and its port, cut at every chunk: what was there starts, or what was sent does, and the next upload succeeds.
// The code is the page's own, from its Web Serial port up; navigator.serial is the model that Chromium gets too (cuts.test.ts).
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FlashImage } from "../../tools/flash/device-console.ts";
import { FlashError } from "../../tools/flash/flash-error.ts";
import type { ConsoleModel } from "../../tools/laboratory/hosts/consoles/model-port.ts";
import { type FakeSerial, fakeSerial } from "../../tools/laboratory/page/fake-serial.ts";
import type { VirtualClock } from "../../tools/sim/worlds/clock.ts";
import { Line } from "../../tools/web/page/line.ts";
import * as espruino from "../flash/espruino/bench.ts";
import * as nodemcu from "../flash/nodemcu/board.ts";

/** A step that finds out soon enough when there is something to do. */
const STEP_MS = 5;
const LIMIT_MS = 600_000;
/** Each would be the same upload again: a few of each phase do. */
const AGAIN_EVERY = 9;

// The page waits by the browser's timers; the board by its own clock. Both go on together.
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A board that is switched on. */
interface Board extends ConsoleModel {
  clock: VirtualClock;
  powerOff(): void;
}

interface Target {
  switchOn(storage: Map<string, string>): Board;
  /** Which of the images starts with these files, in its own words. */
  started(storage: Map<string, string>): string;
  imageOf(words: string): FlashImage;
}

const ESPRUINO: Target = {
  switchOn(storage) {
    const { clock, model } = espruino.switchOn(storage);
    return { ...model, clock };
  },
  started: (storage) => /(\w+) started/.exec(espruino.startedWith(storage))?.[1] ?? "nothing",
  // One with another parameter has no part in common: all of it is sent.
  imageOf: (words) => espruino.imageOf(words, 3000, words[0]),
};

function onNodeMcu(chip: nodemcu.Chip): Target {
  return {
    switchOn(storage) {
      const { clock, model } = nodemcu.switchOn(storage, { chip });
      return { type: model.type, onOutput: model.onOutput, clock, powerOff: () => model.device.kill() };
    },
    started: (storage) => /\[(\w+)\]/.exec(nodemcu.startsWith(storage, { chip }))?.[1] ?? "nothing",
    imageOf: (words) => nodemcu.imageOf(words, chip),
  };
}

/** Connects as the page does, and uploads. `cutAtWrite`: the plug is pulled in the middle of that write, counted from 0. */
async function upload(
  target: Target,
  storage: Map<string, string>,
  words: string,
  cutAtWrite?: number,
): Promise<"done" | "cut" | "not connected"> {
  const board = target.switchOn(storage);
  let writes = 0;
  const fake: FakeSerial = fakeSerial({
    write: (bytes) => {
      const isCut = writes === cutAtWrite;
      writes += 1;
      board.type(isCut ? bytes.slice(0, bytes.length >> 1) : bytes);
      if (isCut) fake.unplug();
    },
  });
  board.onOutput((bytes) => fake.hear(bytes));
  const line = new Line(
    fake.serial,
    () => {},
    () => {},
  );
  const work = async (): Promise<"done" | "cut" | "not connected"> => {
    await line.choose(false);
    if (line.state !== "ready") {
      expect(line.state).toBe("lost");
      return "not connected";
    }
    try {
      await line.use((console) => console.upload(target.imageOf(words)));
      return "done";
    } catch (error) {
      if (!(error instanceof FlashError) || error.kind !== "lost") throw error;
      return "cut";
    }
  };
  const result = await inTime(board.clock, work());
  // A plug that is pulled takes the power with it.
  board.powerOff();
  return result;
}

/** Lets time pass, the page's and the board's, until the work has settled. */
async function inTime<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  work.then(over, over);
  for (let ms = 0; !isOver; ms += STEP_MS) {
    if (ms > LIMIT_MS) throw new Error(`It was not over after ${LIMIT_MS} ms.`);
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(STEP_MS);
    vi.advanceTimersByTime(STEP_MS);
  }
  return work;
}

test.each<[string, Target]>([
  ["Espruino", ESPRUINO],
  ["NodeMCU on the ESP8266", onNodeMcu("esp8266")],
  ["NodeMCU on the ESP32", onNodeMcu("esp32")],
])("on %s either program starts whole after any cut upload", async (_, target) => {
  const before = new Map<string, string>();
  expect(await upload(target, before, "old")).toBe("done");
  const starts: string[] = [];
  let result: Awaited<ReturnType<typeof upload>> | undefined;
  for (let cut = 0; result !== "done"; cut += 1) {
    const storage = new Map(before);
    result = await upload(target, storage, "new", cut);
    const started = target.started(storage);
    expect(started, `cut at write ${cut}`).toMatch(/^(old|new)$/);
    if (result === "done") expect(started).toBe("new");
    else starts.push(started);
    if (cut % AGAIN_EVERY !== 0) continue;
    expect(await upload(target, storage, "third")).toBe("done");
    expect(target.started(storage), `again after write ${cut}`).toBe("third");
  }
  // The change happens once.
  expect(starts.join(" ")).toMatch(/^(old )+(new ?)+$/);
  expect(starts.length).toBeGreaterThan(30);
});
