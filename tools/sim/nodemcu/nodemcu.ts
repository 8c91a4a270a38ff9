// A NodeMCU chip in a world: runs an image of Lua files in real Lua with the firmware's own unkindness.
import { createRandom } from "../random.ts";
import { createAnalog } from "./analog.ts";
import { createBus } from "./bus.ts";
import { type BootReason, createChip, firstBootReason } from "./chip.ts";
import { compileLua, isBytecode } from "./compiler.ts";
import type { NodeMcuDevice, NodeMcuOptions } from "./device.ts";
import { createFiles, type Files } from "./files.ts";
import { readImage } from "./image.ts";
import { createLfsStore } from "./lfs/store.ts";
import { createLife, type Life } from "./life.ts";
import { createMachine, hostHeapBytes, type Machine } from "./machine.ts";
import type { Answers, HostEvent, Operation } from "./operations.ts";
import { createPins } from "./pins.ts";
import type { Chip } from "./prelude.ts";
import { createSockets, type Sockets } from "./sockets.ts";
import { createStation } from "./station.ts";
import { createTimers } from "./timers.ts";

export type { NodeMcuDevice, NodeMcuOptions } from "./device.ts";

/** Unwinds the VM when the chip goes down in the middle of a call. */
const CHIP_WENT_DOWN = Symbol("chip went down");
/** Two looks of the watchdog in one event: more than a million instructions, seconds on a chip. */
const WATCHDOG_LOOKS = 2;
const RTC_WORDS = 128;
const STOP_POLL_MS = 10;
const HEAP_BYTES: Record<Chip, number> = { esp8266: 44_000, esp32: 150_000 };

interface Running {
  machine: Machine;
  life: Life;
  end: () => void;
  answers: Answers;
  files: Files;
  sockets: Sockets;
}

/** Makes a chip with its image flashed, switched off. Nothing runs until `boot`. */
export function hostNodeMcu(options: NodeMcuOptions): NodeMcuDevice {
  const { chip, world, transcript, restartMs = 300 } = options;
  const lua = options.lua ?? (chip === "esp8266" ? "5.1" : "5.3");
  const uptimeIsFloat = (options.uptime ?? "float") === "float";
  const image = readImage(options.image);
  const draws = createRandom(options.seed ?? 1);
  const rtcMemory = new Int32Array(RTC_WORDS);
  const { lfsBytes = 0 } = options;
  const kind = { version: lua, chip, uptimeIsFloat, hasLfs: lfsBytes > 0 };
  const lfs = createLfsStore(lua, lfsBytes);
  const hostBytes = hostHeapBytes(kind);
  /** Bytes of the Lua heap that a chip has in its firmware: the host's, and what was added to it at the boot. */
  let firmwareBytes = hostBytes;
  const panics: string[] = [];
  let running: Running | undefined;
  let cancelBoot = () => {};
  let boots = 0;
  let bootError: string | undefined;
  let result = "";
  let measured = 0;
  let isInTurn = false;
  let watchdogLooks = 0;

  function answer(operation: Operation, number: number, bytes: string): number | string | undefined {
    // Killed from outside in the middle of a call, as by a world that watches a pin.
    if (running === undefined) throw CHIP_WENT_DOWN;
    const given = running.answers[operation]?.(number, bytes);
    transcript?.asked(operation, number, bytes, given);
    return given;
  }

  const ownAnswers: Answers = {
    select: (number) => {
      if (running !== undefined) running.life.selected = number;
      return undefined;
    },
    result: (_, bytes) => {
      result = bytes;
      return undefined;
    },
    measured: (bytes) => {
      measured = bytes;
      return undefined;
    },
    watchdog: () => {
      watchdogLooks += 1;
      if (watchdogLooks < WATCHDOG_LOOKS) return undefined;
      panics.push("watchdog: one event ran for more than a million instructions");
      return goDown("watchdog", restartMs);
    },
    moduleProblem: (_, name) => problemOf(name),
    moduleChunk: (_, name) => chunkOf(name),
    stripped: (_, name) => strippedOf(name),
    lfsReload: (_, name) => lfs.reload(running?.files.contents(name)) ?? goDown("restart", restartMs),
    lfsModule: (_, name) => lfs.module(name),
    lfsModules: () => lfs.names().join("\n"),
  };

  function start(bootReason: BootReason): void {
    boots += 1;
    transcript?.booted();
    bootError = undefined;
    const machine = createMachine(kind, answer);
    machine.reset();
    const { life, end } = createLife({ chip, world, draws, emit: turn });
    const files = createFiles({
      image,
      storage: world.storage,
      totalBytes: options.flashBytes ?? 1_000_000,
      powerLost: () => {
        switchOff();
        throw CHIP_WENT_DOWN;
      },
    });
    const sockets = createSockets(life, {
      unknownHosts: options.unknownHosts ?? [],
      splitOdds: options.splitOdds ?? 4,
      connectMs: options.connectMs ?? Number.POSITIVE_INFINITY,
    });
    const answers: Answers = {
      ...files,
      ...createPins(life),
      ...createAnalog(life),
      ...sockets,
      ...createBus(world),
      ...createStation(life, {
        ...options.wifi,
        joinMs: options.joinMs ?? 50,
        joinsWithWorld: options.joinsWithWorld,
      }),
      ...createTimers(
        life,
        {
          microsAtBoot: options.microsAtBoot ?? 0,
          epochSeconds: options.epochSeconds ?? 1_750_000_000,
          uptimeIsFloat,
        },
        softWatchdogBit,
      ),
      ...createChip(life, { bootReason, rtcMemory, freeHeap, restart: goDown, restartMs }),
      ...ownAnswers,
    };
    running = { machine, life, end, answers, files, sockets };
    if (options.booted !== undefined) {
      options.booted();
      firmwareBytes = measure("measure");
    }
    runInit();
  }

  function runInit(): void {
    if (running?.files.contents("init.lua") === undefined) return;
    try {
      runTurn({ kind: "evaluate", bytes: 'dofile("init.lua")' }, (message) => {
        bootError = message;
        world.log(message);
      });
    } catch (thrown) {
      if (thrown !== CHIP_WENT_DOWN) throw thrown;
    }
  }

  /** An event of the world. An error that escapes its callback restarts the chip. */
  function turn(event: HostEvent): void {
    if (isInTurn) {
      running?.life.after(0, () => turn(event));
      return;
    }
    try {
      runTurn(event, crash);
    } catch (thrown) {
      if (thrown !== CHIP_WENT_DOWN) throw thrown;
    }
  }

  function runTurn(event: HostEvent, failed: (message: string) => void): void {
    watchdogLooks = 0;
    isInTurn = true;
    let message: string | undefined;
    try {
      transcript?.happened(event);
      message = running?.machine.turn(event);
    } finally {
      isInTurn = false;
    }
    if (message !== undefined) failed(message);
  }

  function crash(message: string): void {
    panics.push(message);
    world.log(`PANIC: ${message}`);
    runTurn({ kind: "crashed", bytes: message }, (second) => panics.push(second));
    endLife();
    scheduleBoot("crash", restartMs);
  }

  function softWatchdogBit(): void {
    panics.push("soft watchdog");
    endLife();
    scheduleBoot("watchdog", restartMs);
  }

  /** From inside of a call: the program never sees the call return. */
  function goDown(reason: BootReason, ms: number): never {
    endLife();
    scheduleBoot(reason, ms);
    throw CHIP_WENT_DOWN;
  }

  function endLife(): void {
    const ended = running;
    running = undefined;
    ended?.end();
    ended?.machine.release();
  }

  function scheduleBoot(reason: BootReason, ms: number): void {
    cancelBoot = world.after(ms, () => start(reason));
  }

  function switchOff(): void {
    cancelBoot();
    rtcMemory.fill(0);
    endLife();
  }

  function problemOf(name: string): string | undefined {
    const text = running?.files.contents(name);
    if (text === undefined || isBytecode(text)) return undefined;
    return compileLua(lua, name, text).problem;
  }

  function chunkOf(name: string): string | undefined {
    const text = running?.files.contents(name);
    if (text === undefined || isBytecode(text) || options.loadBytecode !== true) return text;
    return compileLua(lua, name, text).bytecode;
  }

  function strippedOf(name: string): string | undefined {
    const text = running?.files.contents(name);
    return text === undefined ? undefined : compileLua(lua, name, text).bytecode;
  }

  /** An event for the one who watches: an error in it is his. */
  function inspect(event: HostEvent): void {
    if (running === undefined) throw new Error("The chip is off: boot it first.");
    try {
      runTurn(event, (message) => {
        throw new Error(message);
      });
    } catch (thrown) {
      throw thrown === CHIP_WENT_DOWN ? new Error("The chip went down in the middle of this.") : thrown;
    }
  }

  function measure(kind: "measure" | "count"): number {
    inspect({ kind });
    return measured;
  }

  function freeHeap(used: number): number {
    const held = Math.max(0, used - firmwareBytes);
    // Values are larger here than on a chip: what does not fit here is none that is left there.
    return Math.max(0, (options.heapBytes ?? HEAP_BYTES[chip]) - held);
  }

  return {
    engine: `nodemcu ${chip} (lua ${lua})`,
    boot() {
      if (running === undefined) start(firstBootReason(world));
    },
    isRunning: () => running !== undefined,
    panics,
    bootError: () => bootError,
    restarts: () => Math.max(0, boots - 1),
    heapBytes: () => measure("measure") - hostBytes,
    hostBytes,
    allocatedDuring(action) {
      measure("measure");
      inspect({ kind: "collecting", number: 0 });
      const before = measure("count");
      action();
      const after = measure("count");
      inspect({ kind: "collecting", number: 1 });
      return after - before;
    },
    instructionsDuring(action) {
      inspect({ kind: "counting", number: 1 });
      action();
      inspect({ kind: "counting", number: 0 });
      return measured;
    },
    evaluate(text) {
      inspect({ kind: "evaluate", bytes: text });
      return result;
    },
    files: {
      contents: (name) => (running === undefined ? world.storage.get(name) : running.files.contents(name)),
      cutPower: (changes, keptBytes) => running?.files.cutPower(changes, keptBytes),
    },
    lfs,
    socketsHeld: () => running?.sockets.socketsHeld() ?? 0,
    stop(done) {
      inspect({ kind: "evaluate", bytes: options.stopLua ?? "halt()" });
      const poll = () => {
        if ((running?.sockets.socketsWanted() ?? 0) > 0) {
          world.after(STOP_POLL_MS, poll);
          return;
        }
        switchOff();
        done();
      };
      world.after(STOP_POLL_MS, poll);
    },
    kill: switchOff,
  };
}
