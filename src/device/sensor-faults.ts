// What is wrong with a device's sensors, on a computer. Never in an image.
import { filterFaults, sharedFilters } from "./filters/filter-faults.ts";
import type { SensorDeclaration, SensorOptions } from "./sensor.ts";

const EVERY_MS = { least: 100, most: 86_400_000 };
const MOST_DECIMALS = 4;
const MOST_STATES = 32;
const TIMEOUT_MS = 604_800_000;
const POLICIES: readonly unknown[] = [undefined, "reject", "oldest", "latest", "thin"];
const PRIORITIES: readonly unknown[] = [undefined, "low", "normal", "high"];
const DEADLINE_MS = { least: 1000, most: 1_036_800_000 };

/** One sentence for each fault of the sensors. */
export function sensorFaults(sensors: readonly SensorDeclaration[]): string[] {
  return [
    ...sensors.flatMap((sensor) => [
      ...scheduleFaults(sensor),
      ...valueFaults(sensor),
      ...deliveryFaults(sensor),
      ...filterFaults(sensor),
    ]),
    ...sharedFilters(sensors),
  ];
}

function scheduleFaults({ name, options }: SensorDeclaration): string[] {
  const { every, timeout, expireAfter } = options;
  if (!isWhole(every, EVERY_MS.least, EVERY_MS.most))
    return [`The sensor "${name}" is sampled every ${every} ms; that is from 100 ms to a day.`];
  const faults: string[] = [];
  if (timeout !== undefined && !isWhole(timeout, every, TIMEOUT_MS))
    faults.push(
      `The sensor "${name}" has a timeout of ${timeout} ms; it is from its beat (${every} ms) to a week.`,
    );
  if (expireAfter !== undefined) faults.push(...expiryFaults(name, expireAfter, options));
  return faults;
}

/** A value expires that nobody sent again in time. */
function expiryFaults(name: string, expireAfter: number, { every, filters = [] }: SensorOptions): string[] {
  const start = `The sensor "${name}" expires after ${expireAfter} ms`;
  if (!isWhole(expireAfter, 1000, TIMEOUT_MS) || expireAfter % 1000 !== 0)
    return [`${start}; that is whole seconds, from one to a week.`];
  if (expireAfter <= every)
    return [`${start} and is sampled every ${every} ms; let it expire later than that.`];
  const heartbeat = filters.find(({ kind }) => kind === "heartbeat")?.given[0];
  if (heartbeat !== undefined)
    return expireAfter > heartbeat
      ? []
      : [`${start} and its heartbeat is ${heartbeat} ms; let it expire later than that.`];
  const holding = filters.find(({ kind }) => kind === "dead band" || kind === "debounce");
  if (holding === undefined) return [];
  return [`${start}, and its ${holding.kind} may hold it for longer; put a heartbeat behind.`];
}

function valueFaults({ name, quantity, options }: SensorDeclaration): string[] {
  const { states, unit, decimals } = options;
  if (states !== undefined) return stateFaults(name, states, unit, decimals);
  const most = Math.min(MOST_DECIMALS, quantity.decimals);
  if (decimals === undefined || isWhole(decimals, 0, most)) return [];
  return [`The sensor "${name}" has ${decimals} decimals; its part gives 0 to ${most}.`];
}

function stateFaults(name: string, states: readonly string[], unit?: string, decimals?: number): string[] {
  const faults: string[] = [];
  if (states.length < 2 || states.length > MOST_STATES)
    faults.push(`The sensor "${name}" has ${states.length} states; it has 2 to ${MOST_STATES}.`);
  const wrong = states.find((word, at) => word === "" || word === "None" || states.indexOf(word) !== at);
  if (wrong !== undefined)
    faults.push(`The sensor "${name}" has the state "${wrong}"; each is a word of its own, and not "None".`);
  if (decimals !== undefined && decimals !== 0)
    faults.push(`The sensor "${name}" has states and ${decimals} decimals; a word has none, leave them out.`);
  if (unit !== undefined)
    faults.push(`The sensor "${name}" has states and the unit "${unit}"; a word has none, leave it out.`);
  return faults;
}

function deliveryFaults({ name, options }: SensorDeclaration): string[] {
  const { qos = 0, overflow, priority, deadline } = options;
  const faults: string[] = [];
  if (qos !== 0 && qos !== 1 && qos !== 2)
    faults.push(`The sensor "${name}" has the QoS ${qos}; it is 0, 1 or 2.`);
  if (!POLICIES.includes(overflow))
    faults.push(
      `The sensor "${name}" has the overflow "${overflow}"; it is "reject", "oldest", "latest" or "thin".`,
    );
  if (!PRIORITIES.includes(priority))
    faults.push(`The sensor "${name}" has the priority "${priority}"; it is "low", "normal" or "high".`);
  if (deadline !== undefined && !isWhole(deadline, DEADLINE_MS.least, DEADLINE_MS.most))
    faults.push(`The sensor "${name}" has a deadline of ${deadline} ms; it is from a second to twelve days.`);
  if (qos === 0) faults.push(...ringFaults(name, { overflow, priority, deadline }));
  return faults;
}

/** What says how the ring treats a message is said of one that is in the ring. */
function ringFaults(name: string, options: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(
      ([option, value]) =>
        `The sensor "${name}" has the ${option} ${JSON.stringify(value)} without a ring; write qos: 1, or leave it out.`,
    );
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
