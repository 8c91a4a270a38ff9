// A small computer as a process: the folder that `ringmote build` makes for it, started as its user starts
// it, with programs that stand in for its hardware.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { AUTHORITY, SETTINGS } from "../../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../../src/runtime/settings-record.ts";
import { keptImage } from "../../../tools/image/keep/kept-image.ts";
import { createWatched, type Watched } from "../../../tools/laboratory/soak/watched.ts";
import { createStandIns, type StandIns } from "./stand-ins.ts";

const BOARD = "raspberry-pi-zero-2-w";
/** Sooner than the unit's RestartSec. */
const RESTART_MS = 200;

export interface MachineOptions {
  /** The name of one of ringmote's own, or a folder. */
  firmware: string;
  settings: Settings;
  /** The one authority that may have signed its broker's certificate, as PEM. */
  authority?: string;
  /** More records of its state. */
  records?: Readonly<Record<string, string>>;
  /** Seconds of its program in one of ours. */
  speed?: number;
}

export interface Machine {
  standIns: StandIns;
  /** The folder of its state. */
  state: string;
  /** What its programs have printed, line by line. */
  log: Watched<string>;
  /** Starts its program, as systemd would. */
  start: () => ChildProcess;
  /** Starts it, and anew whenever it ends by itself, as Restart=always does. `started` is called each time. */
  serve: (started?: () => void) => void;
  /** Ends it at once, as kill -9 does. */
  kill: () => void;
  /** Asks the program to end in an orderly way, and resolves with its exit code. */
  stop: () => Promise<number | null>;
  /** Takes all of it away, at once. */
  remove: () => void;
}

/** Builds the image into a temporary folder. */
export async function createMachine(options: MachineOptions): Promise<Machine> {
  const { firmware, settings, authority, records = {}, speed = 1 } = options;
  const root = mkdtempSync(join(tmpdir(), "ringmote-machine-"));
  const place = (...names: string[]) => join(root, ...names);
  const { files } = await keptImage({ firmware, board: BOARD });
  for (const name of ["image", "state"]) mkdirSync(place(name));
  for (const { name, content } of files) writeFileSync(place("image", name), content.text);
  writeFileSync(place("state", SETTINGS), settingsRecord(settings), "latin1");
  if (authority !== undefined) writeFileSync(place("state", AUTHORITY), authority);
  for (const [name, text] of Object.entries(records)) writeFileSync(place("state", name), text, "latin1");
  const standIns = createStandIns(root);
  const log = createWatched<string>();
  const env = {
    ...process.env,
    PATH: `${standIns.folder}:${process.env.PATH}`,
    STATE_DIRECTORY: place("state"),
  };
  let child: ChildProcess | undefined;
  let isServed = false;
  const start = () => {
    const started = spawn(process.execPath, [...withClock(speed), "."], {
      cwd: place("image"),
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const input of [started.stdout, started.stderr]) createInterface({ input }).on("line", log.add);
    child = started;
    return started;
  };
  return {
    standIns,
    state: place("state"),
    log,
    start,
    serve(told = () => {}) {
      isServed = true;
      const again = () => {
        if (!isServed) return;
        told();
        start().once("exit", () => setTimeout(again, RESTART_MS));
      };
      again();
    },
    kill: () => void child?.kill("SIGKILL"),
    stop: () =>
      new Promise((resolve) => {
        isServed = false;
        child?.once("exit", resolve);
        child?.kill("SIGTERM");
      }),
    remove() {
      isServed = false;
      child?.kill("SIGKILL");
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** What Node is given for a program whose clock and timers run faster. */
function withClock(speed: number): string[] {
  if (speed === 1) return [];
  const text = `import { performance } from "node:perf_hooks";
const [now, wait] = [performance.now.bind(performance), globalThis.setTimeout];
performance.now = () => ${speed} * now();
globalThis.setTimeout = (then, ms, ...given) => wait(then, ms / ${speed}, ...given);`;
  return ["--import", `data:text/javascript,${encodeURIComponent(text)}`];
}
