// Faults of a device that sleeps: each wake is a start, so that what acts between two of them is refused, in
// sentences. On a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { ReportWhen, SleepOptions } from "../device/declare/sleep.ts";
import { type Fault, fault } from "./fault.ts";
import { obeyingFaults } from "./obeying-faults.ts";
import { sleepingSensorFaults } from "./sleeping-sensor-faults.ts";
import { sensorNames, wakeByFaults } from "./wake-by-faults.ts";

const EVERY_MS = { least: 30_000, most: 86_400_000 };
const WEEK_MS = 7 * 86_400_000;
/** Readings are within a billion of zero, in their last decimal. */
const MOST_CHANGE = 1_000_000;
/** Options of the device that need it awake, and why. */
const AWAKE = {
  rules: "a rule acts while the device is awake",
  follows: "an actuator follows while the device is awake",
  displays: "a display is dark between two wakes",
  log: "each line would be a message of each wake",
} as const;
const EXAMPLE = "sleep: { every: minutes(15) }";

export function sleepFaults(declaration: DeviceDeclaration): Fault[] {
  const { sleep, sensors = [] } = declaration;
  if (sleep === undefined) return [];
  for (const faultsOf of [scheduleFaults, wakeByFaults, reportFaults]) {
    const faults = faultsOf(declaration, sleep);
    if (faults.length > 0) return faults;
  }
  const awake = (Object.keys(AWAKE) as (keyof typeof AWAKE)[]).filter((option) => {
    const given = declaration[option];
    return Array.isArray(given) ? given.length > 0 : given !== undefined;
  });
  return [
    ...obeyingFaults(declaration, sleep),
    ...awake.map((option) =>
      fault(
        declaration,
        option,
        `The device sleeps and has ${option}, which is not possible yet: ${AWAKE[option]}. Leave \`${option}\` or \`sleep\` out.`,
      ),
    ),
    ...sensors
      .filter(({ diagnostic }) => diagnostic === undefined)
      .flatMap((sensor) => sleepingSensorFaults(sensor, sleep)),
  ];
}

/** The first fault of when it wakes, and of what does not wait for it meanwhile. */
function scheduleFaults(declaration: DeviceDeclaration, { every, wakeBy }: SleepOptions): Fault[] {
  const refused = (option: string, sentence: string) => [fault(declaration, option, sentence)];
  const isTimed = every !== 0 || wakeBy === undefined;
  if (isTimed && (!Number.isInteger(every / 1000) || every < EVERY_MS.least || every > EVERY_MS.most))
    return refused(
      "sleep.every",
      `The device wakes every ${every} ms; that is whole seconds from 30 s to a day, as ${EXAMPLE}.`,
    );
  if (declaration.session === "clean")
    return refused(
      "session",
      'The device sleeps and its session is "clean", so that nothing waits for it at the broker; leave `session` or `sleep` out.',
    );
  if (declaration.clock?.topic === undefined) return [];
  return refused(
    "clock.topic",
    "The device sleeps, and its clock hears the time on a topic, by two messages a minute apart, which no wake waits for; name servers, or write askBroker: true.",
  );
}

/** The first fault of what it reports. */
function reportFaults(declaration: DeviceDeclaration, sleep: SleepOptions): Fault[] {
  const { every, report, reportWhen = {}, whenLow } = sleep;
  const refused = (option: string, sentence: string) => [fault(declaration, option, sentence)];
  const timed = Object.entries({ report, whenLow }).find(([, given]) => given !== undefined)?.[0];
  if (every === 0) {
    if (timed !== undefined)
      return refused(
        `sleep.${timed}`,
        `The device sleeps until "${sleep.wakeBy}" wakes it, and has \`${timed}\`, which goes by time; leave \`${timed}\` out, or let a timer wake it too.`,
      );
  } else {
    if (report !== undefined && (report % every !== 0 || report < every || report > WEEK_MS))
      return refused(
        "sleep.report",
        `The device wakes every ${every} ms and reports every ${report} ms; that is a multiple of its wakes up to a week, as report: hours(1).`,
      );
    const low = whenLowFault(declaration, every, whenLow);
    if (low !== undefined) return [low];
  }
  const [name, when] = Object.entries(reportWhen).find((entry) => !isWanted(declaration, entry)) ?? [];
  if (name === undefined || when === undefined) return [];
  const sensor = declaration.sensors?.find((known) => known.name === name);
  if (sensor === undefined)
    return refused(
      "sleep.reportWhen",
      `The device reports when "${name}" changes, and has no sensor of that name; name one of ${sensorNames(declaration)}.`,
    );
  return refused(
    "sleep.reportWhen",
    `The device reports when "${name}" changes by ${when.changes}; that is at least ${1 / 10 ** sensor.decimals}, in its unit.`,
  );
}

function whenLowFault(
  declaration: DeviceDeclaration,
  every: number,
  whenLow: SleepOptions["whenLow"],
): Fault | undefined {
  if (whenLow === undefined) return undefined;
  const refused = (option: keyof typeof whenLow, sentence: string) =>
    fault(declaration, `sleep.whenLow.${option}`, sentence);
  const { sensor: name, below, every: ms } = whenLow;
  const sensor = declaration.sensors?.find((known) => known.name === name);
  if (sensor === undefined)
    return refused(
      "sensor",
      `The device sleeps longer when "${name}" is low, and has no sensor of that name; name one of ${sensorNames(declaration)}.`,
    );
  const isPercent = sensor.options.unit === "%";
  const isWithin = isPercent ? below > 0 && below <= 100 : Math.abs(below) <= MOST_CHANGE;
  if (!isWithin) {
    const allowed = isPercent ? "more than 0 % and 100 % at most" : `within ${MOST_CHANGE} of 0, in its unit`;
    return refused(
      "below",
      `The device sleeps longer when "${name}" is below ${below}; that is ${allowed}, as below: 20.`,
    );
  }
  if (Number.isInteger(ms / 1000) && ms > every && ms <= EVERY_MS.most) return undefined;
  return refused(
    "every",
    `The device wakes every ${ms} ms when "${name}" is low; that is whole seconds, more than the ${every} ms of its other wakes and a day at most, as every: hours(6).`,
  );
}

function isWanted({ sensors = [] }: DeviceDeclaration, [name, { changes }]: [string, ReportWhen]): boolean {
  const sensor = sensors.find((known) => known.name === name);
  return sensor !== undefined && changes >= 1 / 10 ** sensor.decimals && changes <= MOST_CHANGE;
}
