// A Linux machine on a computer: runs an image's program with replacements for Node's modules, in a World
// that controls time, network, storage, circuit, bus and randomness.
import { createRequire } from "node:module";
import { Script } from "node:vm";
import { transformSync } from "esbuild";
import type { Board } from "../../../../boards/board.ts";
import type { SimulatedDevice, World } from "../../../../src/platform/node/world.ts";
import { hostDatagrams } from "./datagrams.ts";
import { hostFiles, STATE } from "./files.ts";
import { hostPrograms } from "./programs.ts";
import { hostSockets } from "./sockets.ts";

export interface LinuxOptions {
  /** The image's main.js. */
  program: string;
  board: Board;
  world: World;
}

const require = createRequire(import.meta.url);
/** Modules of Node without hardware behind them. */
const PLAIN = [
  "node:buffer",
  "node:path",
  "node:events",
  "node:perf_hooks",
  "node:tty",
  "node:util",
  "node:stream",
];

/** Starts the program now. Throws what it throws, as for a declaration with faults. */
export function hostLinux({ program, board, world }: LinuxOptions): SimulatedDevice {
  if (board.machine === undefined) throw new Error(`${board.title} is no machine.`);
  const programs = hostPrograms(
    world,
    board.machine.i2c.map(({ bus }) => bus),
  );
  const sockets = hostSockets(world);
  const { createSocket, lookup } = hostDatagrams(world);
  const signals = new Map<string, () => void>();
  const timeouts = new Set<() => void>();
  let whenEnded = (): void => {};
  let isOver = false;

  const after = (then: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const cancel = world.after(ms, () => {
      timeouts.delete(cancel);
      if (!isOver) then(...args);
    });
    timeouts.add(cancel);
    return { cancel, unref: () => undefined };
  };
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    for (const cancel of timeouts) cancel();
    programs.end();
    sockets.drop();
    whenEnded();
  };

  const performance = { now: () => world.now() };
  const modules: Readonly<Record<string, object>> = {
    "node:child_process": programs,
    "node:fs": hostFiles(world, board.machine, board.analogMillivolts ?? 0),
    "node:net": { connect: sockets.connectTcp },
    "node:tls": { connect: sockets.connectTls, rootCertificates: [] },
    "node:dgram": { createSocket },
    "node:dns": { lookup },
    "node:os": {
      freemem: () => world.chip.freeMemory(),
      networkInterfaces: () => (world.networkIsUp() ? { wlan0: [{ internal: false }] } : {}),
    },
    "node:crypto": { randomInt: (below: number) => world.random(below) },
    "node:perf_hooks": { performance },
  };
  const globals = {
    require: (name: string): unknown => {
      const known = modules[name] ?? modules[`node:${name}`];
      if (known !== undefined) return known;
      if (PLAIN.includes(name) || PLAIN.includes(`node:${name}`)) return require(name);
      throw new Error(`The host of Linux has no ${name}.`);
    },
    process: {
      env: { STATE_DIRECTORY: STATE, RINGMOTE_STOP_MS: "0" },
      once: (signal: string, then: () => void) => void signals.set(signal, then),
      nextTick: (then: (...args: unknown[]) => void, ...args: unknown[]) => void after(then, 0, ...args),
      exit: end,
      platform: "linux",
    },
    performance,
    setTimeout: after,
    clearTimeout: (timeout: { cancel: () => void } | undefined) => timeout?.cancel(),
    console: { log: (line: string) => world.log(line), error: (error: unknown) => world.failed?.(error) },
    module: { exports: {} },
    exports: {},
  };
  const { code } = transformSync(program, { format: "cjs", target: "node20", logLevel: "silent" });
  const names = Object.keys(globals);
  const run = new Script(`(function (${names.join(",")}) {${code}\n})`, {
    filename: "main.js",
  }).runInThisContext() as (...values: unknown[]) => void;
  run(...Object.values(globals));

  return {
    engine: "linux (bundle)",
    stop(done) {
      whenEnded = () => world.after(0, done);
      const stop = signals.get("SIGTERM");
      if (stop === undefined || isOver) world.after(0, done);
      else stop();
    },
    kill: end,
  };
}
