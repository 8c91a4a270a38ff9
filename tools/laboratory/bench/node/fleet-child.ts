// A process with devices of a fleet: `fleet-child.ts <port>`, with the flags of one.
import { giveMemoryBack, SETTLED_MS } from "../../../cli/fleet/part-memory.ts";
import { type Fleet, startFleet } from "../../../sim/devices/fleet.ts";
import { createFleetTimers } from "../../../sim/devices/fleet-timers.ts";
import { readOwnFirmware } from "../../../sim/devices/own-firmware.ts";
import { answerQuestions } from "./child.ts";

/** What is to be done. */
export interface FleetQuestion {
  task: "connect" | "be lost" | "be back" | "hold";
  /** Of `connect`: so many more devices. */
  count?: number;
}

export interface FleetAnswer {
  /** CPU microseconds and milliseconds for all that was asked for. */
  micros: number;
  ms: number;
  /** Resident memory as it is, and after a collection; of `hold`. */
  memoryBytes: number;
  collectedBytes: number;
}

/** All at once: as many as there are within a beat. */
const RATE = 1_000_000;
const LOOK_MS = 10;
const SETTLING_MS = 200;
const COLLECTIONS = 5;

const port = Number(process.argv[2]);
const fleets: Fleet[] = [];
let made = 0;
giveMemoryBack(() => fleets.reduce((sum, { counts }) => sum + counts.connects, 0));

answerQuestions<FleetQuestion, FleetAnswer>(async ({ task, count = 0 }) => {
  if (task === "hold") return held();
  if (task === "connect") return measured(() => connect(count));
  return measured(() => until(task === "be back" ? made : 0));
});

async function connect(count: number): Promise<void> {
  const [firmware] = await readOwnFirmware(["climate"]);
  if (firmware === undefined) throw new Error("There is no firmware climate.");
  const { declaration } = firmware;
  const broker = { host: "127.0.0.1", port };
  const options = { declaration, broker, tls: {}, count, first: made, seed: 1, rate: RATE, faultEvery: 0 };
  fleets.push(startFleet({ ...options, timers: createFleetTimers() }));
  made += count;
  await until(made);
}

async function until(connected: number): Promise<void> {
  while (fleets.reduce((sum, { counts }) => sum + counts.connected, 0) !== connected)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

async function measured(work: () => Promise<unknown>): Promise<FleetAnswer> {
  const before = process.cpuUsage();
  const begun = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { micros: user + system, ms: performance.now() - begun, memoryBytes: 0, collectedBytes: 0 };
}

async function held(): Promise<FleetAnswer> {
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS + SETTLING_MS * COLLECTIONS));
  const memoryBytes = process.memoryUsage().rss;
  for (let i = 0; i < COLLECTIONS; i += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  }
  return { micros: 0, ms: 0, memoryBytes, collectedBytes: process.memoryUsage().rss };
}
