// What is wrong with a device's declaration, on a computer: for the build, `ringmote run` and tests. Never in an image.
import type { DeviceDeclaration } from "./device.ts";
import type { Filter } from "./filters/filter.ts";
import type { SensorDeclaration } from "./sensor.ts";

const NAME = /^[a-z0-9-]+$/;
/** Levels of the topic scheme that are the device's own (topics.ts). */
const TAKEN: readonly string[] = ["status", "problem"];
const KEEP_ALIVE_MS = { least: 10_000, most: 64_800_000 };
const EVERY_MS = { least: 100, most: 86_400_000 };
const MOST_DECIMALS = 4;
const MEDIAN_OF = { least: 3, most: 15 };

/** One sentence for each fault: what was given, what is allowed. Empty when the declaration is sound. */
export function declarationFaults(declaration: DeviceDeclaration): string[] {
  const { name, status, sensors = [], actuators = [] } = declaration;
  const names = [...sensors, ...actuators].map((declared) => declared.name);
  return [
    ...nameFaults("device", name),
    ...keepAliveFaults(status?.keepAlive),
    ...sensors.flatMap((sensor) => [...nameFaults("sensor", sensor.name), ...sensorFaults(sensor)]),
    ...actuators.flatMap((actuator) => nameFaults("actuator", actuator.name)),
    ...names.flatMap((one, i) => placeFaults(one, names.slice(0, i))),
    ...sharedFilters(sensors),
  ];
}

function nameFaults(what: string, name: string): string[] {
  if (NAME.test(name)) return [];
  return [`The ${what} name "${name}" is not one; it is made of lower-case letters, digits and "-".`];
}

function placeFaults(name: string, before: readonly string[]): string[] {
  if (before.includes(name))
    return [`Two parts of the device are called "${name}"; each needs a name of its own.`];
  if (TAKEN.includes(name))
    return [`The name "${name}" is the device's own topic; give the part another one.`];
  return [];
}

function keepAliveFaults(ms: number | undefined): string[] {
  const { least, most } = KEEP_ALIVE_MS;
  if (ms === undefined || ms === 0 || (isWhole(ms, least, most) && ms % 1000 === 0)) return [];
  return [`The keep-alive of ${ms} ms is not possible; it is 0 (never), or whole seconds from 10 s to 18 h.`];
}

function sensorFaults({ name, quantity, options }: SensorDeclaration): string[] {
  const faults: string[] = [];
  const mostDecimals = Math.min(MOST_DECIMALS, quantity.decimals);
  if (!isWhole(options.every, EVERY_MS.least, EVERY_MS.most))
    faults.push(`The sensor "${name}" is sampled every ${options.every} ms; that is from 100 ms to a day.`);
  if (!isWhole(options.decimals, 0, mostDecimals))
    faults.push(
      `The sensor "${name}" has ${options.decimals} decimals; its part gives 0 to ${mostDecimals}.`,
    );
  for (const filter of options.filters ?? []) faults.push(...filterFaults(name, filter));
  return faults;
}

function filterFaults(name: string, filter: Filter & { size?: number }): string[] {
  const { least, most } = MEDIAN_OF;
  if (filter.size !== undefined && (!isWhole(filter.size, least, most) || filter.size % 2 === 0))
    return [
      `The sensor "${name}" has a median of ${filter.size}; it is an odd number from ${least} to ${most}.`,
    ];
  if (filter.amount >= 0 && filter.amount < Number.POSITIVE_INFINITY) return [];
  return [`The sensor "${name}" has a filter of the amount ${filter.amount}; an amount is 0 or more.`];
}

/** A filter remembers readings: two sensors in one would mix theirs. */
function sharedFilters(sensors: readonly SensorDeclaration[]): string[] {
  const owners = new Map<Filter, string>();
  return sensors.flatMap(({ name, options }) =>
    (options.filters ?? []).flatMap((filter) => {
      const owner = owners.get(filter);
      owners.set(filter, name);
      if (owner === undefined) return [];
      return [`The sensor "${name}" has a filter that "${owner}" has too; make one for each.`];
    }),
  );
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
