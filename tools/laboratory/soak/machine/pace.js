// Loaded before a program: its clock and its timers go as many times as fast as RINGMOTE_SPEED says. Sockets, files and
// programs go as ever.
import { performance } from "node:perf_hooks";

const speed = Number(process.env.RINGMOTE_SPEED);
const { setTimeout } = globalThis;
const now = performance.now.bind(performance);

performance.now = () => now() * speed;
globalThis.setTimeout = (then, ms, ...given) => setTimeout(then, ms / speed, ...given);
