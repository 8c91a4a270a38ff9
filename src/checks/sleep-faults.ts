// Faults of a device that sleeps: each wake is a start, so that what acts between two of them is refused, in sentences. On a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import type { ReportWhen, SleepOptions } from "../device/declare/sleep.ts";
import type { FilterKind } from "../device/run/filters/filter.ts";
import type { Contact } from "../drivers/contact.ts";
import type { PulseCounter } from "../drivers/pulse-counter.ts";
import { type Fault, fault } from "./fault.ts";
import { partsBehind } from "./measuring-parts.ts";
import { obeyingFaults } from "./obeying-faults.ts";

const EVERY_MS = { least: 30_000, most: 86_400_000 };
const WEEK_MS = 7 * 86_400_000;
/** Readings are within a billion of zero, in their last decimal. */
const MOST_CHANGE = 1_000_000;
/** They hold readings back, and a wake has but one. */
const HOLDING: readonly FilterKind[] = ["dead band", "throttle", "debounce", "heartbeat"];
/** Options of the device that need it awake, and why. */
const AWAKE = {
  rules: "a rule acts while the device is awake",
  follows: "an actuator follows while the device is awake",
  displays: "a display is dark between two wakes",
  log: "each line would be a message of each wake",
} as const;
const EXAMPLE = "sleep: { every: minutes(15) }";

export function sleepFaults(declaration: DeviceDeclaration): Fault[] {
  const { sleep, sensors = [], session } = declaration;
  if (sleep === undefined) return [];
  const { every, wakeBy } = sleep;
  const isTimed = every !== 0 || wakeBy === undefined;
  if (isTimed && (!Number.isInteger(every / 1000) || every < EVERY_MS.least || every > EVERY_MS.most))
    return [
      fault(
        declaration,
        "sleep.every",
        `The device wakes every ${every} ms; that is whole seconds from 30 s to a day, as ${EXAMPLE}.`,
      ),
    ];
  if (session === "clean")
    return [
      fault(
        declaration,
        "session",
        'The device sleeps and its session is "clean", so that nothing waits for it at the broker; leave `session` or `sleep` out.',
      ),
    ];
  if (declaration.clock?.topic !== undefined)
    return [
      fault(
        declaration,
        "clock.topic",
        "The device sleeps, and its clock hears the time on a topic, by two messages a minute apart, which no wake waits for; name servers, or write askBroker: true.",
      ),
    ];
  const contact = wakeByFaults(declaration, sleep);
  if (contact.length > 0) return contact;
  const reports = reportFaults(declaration, sleep);
  if (reports.length > 0) return reports;
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
      .flatMap((sensor) => sensorFaults(sensor, sleep)),
  ];
}

/** The first fault of what wakes it beside its timer. */
function wakeByFaults(declaration: DeviceDeclaration, { every, wakeBy }: SleepOptions): Fault[] {
  if (wakeBy === undefined) return [];
  const refused = (of: object, option: string, sentence: string) => [fault(of, option, sentence)];
  const sensor = declaration.sensors?.find(({ name }) => name === wakeBy);
  if (sensor === undefined)
    return refused(
      declaration,
      "sleep.wakeBy",
      `The device wakes by "${wakeBy}", and has no sensor of that name; name one of ${sensorNames(declaration)}.`,
    );
  const start = `The device wakes by "${wakeBy}"`;
  if (declaration.clock !== undefined)
    return refused(
      declaration,
      "clock",
      `${start}, and no chip says how long it has slept then, so that its clock would be wrong; leave \`clock\` or \`sleep.wakeBy\` out.`,
    );
  const { part } = sensor.quantity;
  if (part.goOn !== undefined) {
    if (sensor.quantity !== (part as PulseCounter).total)
      return refused(
        declaration,
        "sleep.wakeBy",
        `${start}, which is no total: nobody knows over which time its pulses came. Name a sensor of its \`total\`.`,
      );
    if (every === 0) return [];
    return refused(
      declaration,
      "sleep.every",
      `${start} and every ${every} ms, and no chip says which of both it was, so that no pulse could be counted; leave \`every\` out.`,
    );
  }
  if (!part.watched || sensor.quantity !== (part as Contact).state)
    return refused(
      declaration,
      "sleep.wakeBy",
      `${start}, whose part is neither a contact nor a counter of pulses; name a sensor of one, or leave \`wakeBy\` out.`,
    );
  const { qos = 0, overflow, durable } = sensor.options;
  if (qos > 0 && (durable !== undefined || (overflow !== undefined && overflow !== "latest"))) return [];
  return refused(
    sensor,
    "qos",
    `${start}, which may be back before there is a network, and would tell its last state alone; write qos: 1 and overflow: "oldest", so that it tells both.`,
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

function sensorNames({ sensors = [] }: DeviceDeclaration): string {
  return sensors.map(({ name }) => `"${name}"`).join(", ");
}

/** The first fault of a sensor. */
function sensorFaults(sensor: SensorDeclaration, { every: wakesEvery, wakeBy }: SleepOptions): Fault[] {
  const { name, quantity, options } = sensor;
  const start = `The device sleeps, and the sensor "${name}"`;
  if (wakesEvery > 0 && options.every !== wakesEvery) {
    const seconds = wakesEvery / 1000;
    const sentence = `${start} is read every ${options.every} ms, between two wakes; write every: seconds(${seconds}), as often as the device wakes.`;
    return [fault(sensor, "every", sentence)];
  }
  const parts = partsBehind(quantity.part);
  if (
    name !== wakeBy &&
    parts.some(({ watched, wire, pins }) => watched || wire === "pulses" || has(pins, "pulses"))
  )
    return [
      fault(
        sensor,
        "",
        `${start} goes by changes of a pin, which nobody sees meanwhile. One contact can wake it, as sleep: { wakeBy: "${name}" }; leave the sensor or \`sleep\` out.`,
      ),
    ];
  if (parts.some(({ role, sources }) => sources !== undefined && role === "integral"))
    return [
      fault(
        sensor,
        "",
        `${start} adds up over time, and its sum would begin anew at each wake; leave the sensor or \`sleep\` out.`,
      ),
    ];
  const { filters = [], onRequest, history, asks } = options;
  if (history?.overflow === "thin")
    return [
      fault(
        sensor,
        "history.overflow",
        `${start} has a history that thins itself out, which goes by one life of the device; write overflow: "oldest" or "reject".`,
      ),
    ];
  const holding = filters.find(({ kind }) => HOLDING.includes(kind));
  if (holding !== undefined)
    return [
      fault(
        holding,
        "",
        `${start} has the filter "${holding.kind}", which would hold the reading that the device woke for. Leave the filter or \`sleep\` out.`,
      ),
    ];
  const listening = Object.entries({ onRequest, asks }).find(([, given]) => Boolean(given))?.[0];
  if (listening === undefined) return [];
  return [
    fault(
      sensor,
      listening,
      `${start} has \`${listening}\`, which is not possible yet; leave \`${listening}\` or \`sleep\` out.`,
    ),
  ];
}

function has(pins: Readonly<Record<string, string>> | undefined, kind: string): boolean {
  return Object.values(pins ?? {}).includes(kind);
}
