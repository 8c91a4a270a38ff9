// Faults of a device's sensors. On a computer only, never in an image.

import type { SensorDeclaration, SensorOptions } from "../device/declare/sensor.ts";
import { NO_READING } from "../device/run/topics.ts";
import { type Fault, fault } from "./fault.ts";
import { filterFaults, sharedFilters } from "./filter-faults.ts";

const EVERY_MS = { least: 100, most: 86_400_000 };
const MOST_DECIMALS = 4;
const MOST_STATES = 32;
const TIMEOUT_MS = 604_800_000;
const POLICIES: readonly unknown[] = [undefined, "reject", "oldest", "latest", "thin"];
const PRIORITIES: readonly unknown[] = [undefined, "low", "normal", "high"];
const DEADLINE_MS = { least: 1000, most: 1_036_800_000 };

/** One sentence for each fault of the sensors. */
export function sensorFaults(sensors: readonly SensorDeclaration[]): Fault[] {
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

function scheduleFaults(sensor: SensorDeclaration): Fault[] {
  const { name, options } = sensor;
  const { every, timeout, expireAfter } = options;
  if (!isWhole(every, EVERY_MS.least, EVERY_MS.most))
    return [
      fault(
        sensor,
        "every",
        `The sensor "${name}" is sampled every ${every} ms; that is from 100 ms to a day, as seconds(30).`,
      ),
    ];
  const faults: Fault[] = [];
  if (timeout !== undefined && !isWhole(timeout, every, TIMEOUT_MS))
    faults.push(
      fault(
        sensor,
        "timeout",
        `The sensor "${name}" has a timeout of ${timeout} ms; it is from its beat (${every} ms) to a week.`,
      ),
    );
  if (expireAfter !== undefined)
    faults.push(
      ...expiryFaults(name, expireAfter, options).map((sentence) => fault(sensor, "expireAfter", sentence)),
    );
  return faults;
}

/** A value expires that nobody sends again in time. */
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

function valueFaults(sensor: SensorDeclaration): Fault[] {
  const { name, quantity, options } = sensor;
  const { states, unit, decimals } = options;
  if (states !== undefined) return stateFaults(sensor, states, unit, decimals);
  const most = Math.min(MOST_DECIMALS, quantity.decimals);
  if (decimals === undefined || isWhole(decimals, 0, most)) return [];
  return [
    fault(sensor, "decimals", `The sensor "${name}" has ${decimals} decimals; its part gives 0 to ${most}.`),
  ];
}

function stateFaults(
  sensor: SensorDeclaration,
  states: readonly string[],
  unit?: string,
  decimals?: number,
): Fault[] {
  const { name } = sensor;
  const faults: Fault[] = [];
  const add = (option: string, sentence: string) => faults.push(fault(sensor, option, sentence));
  if (states.length < 2 || states.length > MOST_STATES)
    add("states", `The sensor "${name}" has ${states.length} states; it has 2 to ${MOST_STATES}.`);
  const wrong = states.find((word, at) => word === "" || word === NO_READING || states.indexOf(word) !== at);
  if (wrong !== undefined)
    add(
      "states",
      `The sensor "${name}" has the state "${wrong}"; each is a word of its own, and not "${NO_READING}".`,
    );
  if (decimals !== undefined && decimals !== 0)
    add(
      "decimals",
      `The sensor "${name}" has states and ${decimals} decimals; a word has none, leave them out.`,
    );
  if (unit !== undefined)
    add("unit", `The sensor "${name}" has states and the unit "${unit}"; a word has none, leave it out.`);
  return faults;
}

function deliveryFaults(sensor: SensorDeclaration): Fault[] {
  const { name, options } = sensor;
  const { qos = 0, overflow, priority, deadline } = options;
  const faults: Fault[] = [];
  const add = (option: string, sentence: string) => faults.push(fault(sensor, option, sentence));
  if (qos !== 0 && qos !== 1 && qos !== 2)
    add("qos", `The sensor "${name}" has the QoS ${qos}; it is 0, 1 or 2.`);
  if (!POLICIES.includes(overflow))
    add(
      "overflow",
      `The sensor "${name}" has the overflow "${overflow}"; it is "reject", "oldest", "latest" or "thin".`,
    );
  if (!PRIORITIES.includes(priority))
    add("priority", `The sensor "${name}" has the priority "${priority}"; it is "low", "normal" or "high".`);
  if (deadline !== undefined && !isWhole(deadline, DEADLINE_MS.least, DEADLINE_MS.most))
    add(
      "deadline",
      `The sensor "${name}" has a deadline of ${deadline} ms; it is from a second to twelve days.`,
    );
  if (qos === 0) faults.push(...ringFaults(sensor, { overflow, priority, deadline }));
  return faults;
}

/** An option about messages in the ring needs a sensor whose messages go there. */
function ringFaults(sensor: SensorDeclaration, options: Readonly<Record<string, unknown>>): Fault[] {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([option, value]) =>
      fault(
        sensor,
        option,
        `The sensor "${sensor.name}" has the ${option} ${JSON.stringify(value)} without a ring; write qos: 1, or leave it out.`,
      ),
    );
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
