// Features of the core that parts of a declaration need, and how to write each part so that it does not.
// Those of actuators and rules are in actuator-needs.ts.
import { partsBehind } from "../../../src/checks/measuring-parts.ts";
import { serversOf } from "../../../src/clock/options.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { countsTheClient } from "../../../src/device/declare/diagnostics.ts";
import { declaredStateOf } from "../../../src/device/declare/state-of.ts";
import { WALL_TIME } from "../../../src/device/run/display.ts";
import { isTotal } from "../../../src/device/run/total.ts";
import { needsDayLimits, needsDaySpans, needsMarks, needsSun } from "./actuator-needs.ts";
import { needsHistory } from "./history-needs.ts";

type Policy = "reject" | "oldest" | "latest" | "thin";

export function needsQos1(declaration: DeviceDeclaration): string | undefined {
  const [sensor] = keptSensors(declaration);
  if (sensor === undefined) return needsSwitches(declaration) ?? needsHistory(declaration);
  return `the sensor "${sensor.name}" publishes at QoS ${sensor.qos}; write qos: 0`;
}

export function needsQos2(declaration: DeviceDeclaration): string | undefined {
  const sensor = keptSensors(declaration).find(({ qos }) => qos === 2);
  return sensor && `the sensor "${sensor.name}" publishes at QoS 2; write qos: 1`;
}

export function needsPriorities({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.priority !== undefined);
  return sensor && `the sensor "${sensor.name}" has a priority; leave it out`;
}

export function needsDeadlines({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.deadline !== undefined);
  return sensor && `the sensor "${sensor.name}" has a deadline; leave it out`;
}

export function needsPolicy(declaration: DeviceDeclaration, policy: Policy): string | undefined {
  const sensor = keptSensors(declaration).find(({ overflow }) => overflow === policy);
  return (
    sensor &&
    `the sensor "${sensor.name}" keeps the ${policy} when the ring is full; give it another overflow`
  );
}

export function needsSwitches({ actuators = [] }: DeviceDeclaration): string | undefined {
  const [first] = actuators;
  return first && `the actuator "${first.name}" is switched and says its state at QoS 1; take it out`;
}

/** Settings that a set-up has taken are tried like those that came by message. */
export function needsRemoteSettings({ settings, setUp }: DeviceDeclaration): string | undefined {
  if (settings !== undefined) return `its settings are "${settings}"; leave \`settings\` out`;
  return setUp && "it is set up over the air; leave `setUp` out";
}

export function needsStaticAddress({ staticAddress }: DeviceDeclaration): string | undefined {
  return staticAddress === true ? "it may have a static address; leave `staticAddress` out" : undefined;
}

/** Its page lets a broker's address be left out. */
export function needsMulticastDns({ setUp }: DeviceDeclaration): string | undefined {
  if (setUp === undefined || setUp === true || setUp.findBroker !== true) return undefined;
  return "its set-up finds the broker; leave `setUp.findBroker` out";
}

export function needsSleep({ sleep }: DeviceDeclaration): string | undefined {
  return sleep && "it sleeps; leave `sleep` out";
}

export function needsUpdates({ update }: DeviceDeclaration): string | undefined {
  return update && "it takes updates; leave `update` out";
}

export function needsPage({ page }: DeviceDeclaration): string | undefined {
  return page === true ? "it has a page; leave `page` out" : undefined;
}

export function needsSafeMode({ safeMode }: DeviceDeclaration): string | undefined {
  return safeMode === true ? "it has a safe mode; leave `safeMode` out" : undefined;
}

export function needsSealedSettings({ settings }: DeviceDeclaration): string | undefined {
  return settings === "sealed" ? 'its settings are "sealed"; write "remote"' : undefined;
}

/** Whatever is sealed. */
export function needsSealed(declaration: DeviceDeclaration): string | undefined {
  const { actuators = [] } = declaration;
  const settings = needsSealedSettings(declaration);
  if (settings !== undefined) return settings;
  const actuator = actuators.find(({ isSealed }) => isSealed);
  return actuator && `the actuator "${actuator.name}" is sealed; leave \`sealed\` out`;
}

export function needsStayAwake({ sleep }: DeviceDeclaration): string | undefined {
  return sleep?.stayAwake === true ? "a message keeps it awake; leave `stayAwake` out" : undefined;
}

export function needsNextReport({ sleep, diagnostics = [] }: DeviceDeclaration): string | undefined {
  if (sleep === undefined || !diagnostics.includes("next-report")) return undefined;
  return 'it has the diagnostic "next-report"; leave it out';
}

export function needsPinWakes({ sleep }: DeviceDeclaration): string | undefined {
  return sleep?.wakeBy === undefined ? undefined : `"${sleep.wakeBy}" wakes it; leave \`sleep.wakeBy\` out`;
}

export interface KeptSensor {
  name: string;
  qos: 1 | 2;
  overflow: Policy;
}

/** The sensors whose readings go through the ring, and their policies when it is full. */
export function keptSensors({ sensors = [] }: DeviceDeclaration): KeptSensor[] {
  return sensors.flatMap(({ name, options: { qos = 0, durable, overflow } }) =>
    qos === 0 ? [] : [{ name, qos, overflow: overflow ?? (durable === undefined ? "latest" : "reject") }],
  );
}

const TIMED: readonly string[] = ["throttle", "debounce", "heartbeat"];

export function needsTimedFilters({ sensors = [] }: DeviceDeclaration): string | undefined {
  for (const { name, options } of sensors) {
    const timed = options.filters?.find(({ kind }) => TIMED.includes(kind));
    if (timed !== undefined) return `the sensor "${name}" has a ${timed.kind}; leave it out`;
  }
  return undefined;
}

export function needsStates({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.states !== undefined);
  return sensor && `the sensor "${sensor.name}" has states; leave them out`;
}

export function needsDerived({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ quantity }) => quantity.part.sources !== undefined);
  return sensor && `the sensor "${sensor.name}" is derived of others; take it out`;
}

export function needsMoments({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ quantity }) => quantity.isMoment === true);
  return sensor && `the sensor "${sensor.name}" reads the clock; take it out`;
}

export function needsTotals({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ quantity }) => partsBehind(quantity.part).some(isTotal));
  return sensor && `the sensor "${sensor.name}" has the total of a period; take it out`;
}

export function needsStamped({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.stamped === true);
  return sensor && `the sensor "${sensor.name}" is stamped; leave \`stamped\` out`;
}

/** The parts that depend on local time. */
export function needsZone(declaration: DeviceDeclaration): string | undefined {
  const shown = (declaration.displays ?? [])
    .flatMap(({ rows }) => rows)
    .flatMap(({ values }) => values)
    .find(({ sensorAt }) => sensorAt <= WALL_TIME);
  if (shown !== undefined) return `a display shows {${shown.name}}; take that out`;
  return (
    needsMarks(declaration) ??
    needsDaySpans(declaration) ??
    needsDayLimits(declaration) ??
    needsTotals(declaration)
  );
}

export function needsSntp({ clock }: DeviceDeclaration): string | undefined {
  if (clock === undefined) return undefined;
  if (serversOf(clock).length === 0 && clock.askBroker !== true) return undefined;
  return "its clock asks servers; give it a topic and no servers";
}

export function needsZoneSetting(declaration: DeviceDeclaration): string | undefined {
  const { zones = [] } = declaration.clock ?? {};
  if (zones.length === 0 || needsZone(declaration) === undefined) return undefined;
  return "its clock has zones for the settings; leave `zones` out";
}

export function needsPlaceSetting(declaration: DeviceDeclaration): string | undefined {
  if (declaration.clock?.movable !== true || needsSun(declaration) === undefined) return undefined;
  return "its clock is movable; leave `movable` out";
}

export function needsStateReadings({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ quantity }) =>
    partsBehind(quantity.part).some((part) => declaredStateOf(part) !== undefined),
  );
  return sensor && `the sensor "${sensor.name}" reads the state of an actuator; take it out`;
}

export function needsQuestions({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.asks !== undefined);
  return sensor && `the sensor "${sensor.name}" asks; leave \`asks\` out`;
}

export function needsRequests({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.onRequest === true);
  return sensor && `the sensor "${sensor.name}" is sampled on request; leave \`onRequest\` out`;
}

export function needsClientCounters({ diagnostics = [] }: DeviceDeclaration): string | undefined {
  const counter = diagnostics.find(countsTheClient);
  return counter && `the diagnostic "${counter}" counts what the client did; leave it out`;
}
