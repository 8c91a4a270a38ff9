// Watch on a program that may hang: a thread of its own ends the process, which nothing else can where its
// first statement is a loop. systemd starts it anew.
import { Worker } from "node:worker_threads";

/** A program that has no turn for so long hangs. What it calls, as i2ctransfer, takes milliseconds. */
const HANGS_MS = 30_000;
const TURN_MS = 1000;

const WATCH = `const { workerData } = require("node:worker_threads");
const turns = new Int32Array(workerData.turns);
let seen = -1;
setInterval(() => {
  const now = Atomics.load(turns, 0);
  if (now === seen) process.kill(process.pid, "SIGKILL");
  seen = now;
}, workerData.ms);`;

/** From now on. It keeps no program running that has nothing else to do. */
export function endWhereItHangs(ms = HANGS_MS): void {
  const turns = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const count = new Int32Array(turns);
  setInterval(() => Atomics.add(count, 0, 1), TURN_MS).unref();
  // Nothing that this process was started with: it would wait for a turn of the main thread.
  new Worker(WATCH, { eval: true, execArgv: [], workerData: { turns, ms } }).unref();
}
