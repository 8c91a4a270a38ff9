// The features that an image may have or do without: what each is called, its constant in src/features.ts, and who
// asks for it. A feature joins by a row here and a constant there. Drivers need no row: an image has those that the
// device imports.
import type { Board } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/device.ts";
import { countsTheClient } from "../../src/device/diagnostics.ts";
import {
  needsButtons,
  needsConfirmations,
  needsDimmers,
  needsInterlocks,
  needsKeptStates,
  needsMaximumOn,
  needsMinimumTimes,
  needsOfflineStates,
  needsPolicies,
  needsRules,
  needsToggles,
  needsWatchedReadings,
} from "./actuator-needs.ts";

/** The module that holds the constants. */
export const FEATURE_CONSTANTS = "src/features.ts";

export interface Feature {
  /** As `--with` and `--without` name it. */
  name: string;
  /** What an image has with it, in a few words. */
  what: string;
  /** Its constant in src/features.ts. */
  constant: string;
  /** What in the declaration needs it, and what to write so that it does not; `undefined` where nothing does. */
  neededBy: (declaration: DeviceDeclaration) => string | undefined;
  /** Why the board cannot have it; `undefined` where it can. */
  absentOn: (board: Board) => string | undefined;
  /** Is it in an image that nobody asked about it? So it is where settings ask for it when the device starts. */
  isUsual: boolean;
}

const anywhere = (): undefined => undefined;
const byNothing = (): undefined => undefined;

export const FEATURES: readonly Feature[] = [
  {
    name: "qos1",
    what: "the ring: messages kept until acknowledged, resends",
    constant: "QOS1",
    neededBy: needsQos1,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "qos2",
    what: "messages that come exactly once",
    constant: "QOS2",
    neededBy: needsQos2,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "overflow-oldest",
    what: "a full ring drops its oldest message",
    constant: "OVERFLOW_OLDEST",
    // What thins falls back on it.
    neededBy: (declaration) => needsPolicy(declaration, "oldest") ?? needsPolicy(declaration, "thin"),
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "overflow-thin",
    what: "a full ring thins out what waits of a topic",
    constant: "OVERFLOW_THIN",
    neededBy: (declaration) => needsPolicy(declaration, "thin"),
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "priorities",
    what: "messages that go before others when the ring is full",
    constant: "PRIORITIES",
    neededBy: needsPriorities,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "deadlines",
    what: "messages that are dropped when they were not sent for too long",
    constant: "DEADLINES",
    neededBy: needsDeadlines,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "overflow-latest",
    what: "a full ring keeps the latest message of a topic",
    constant: "OVERFLOW_LATEST",
    // An actuator's state is published at QoS 1, the latest one only.
    neededBy: (declaration) => needsPolicy(declaration, "latest") ?? needsSwitches(declaration),
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "persistent-session",
    what: "the broker keeps the session while the device is away",
    constant: "PERSISTENT_SESSION",
    neededBy: ({ session }) =>
      session === "clean" ? undefined : `its session is persistent; write session: "clean"`,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "credentials",
    what: "a user and a password from the settings",
    constant: "CREDENTIALS",
    neededBy: byNothing,
    absentOn: anywhere,
    isUsual: true,
  },
  {
    name: "tls",
    what: "a TLS stream, where the settings ask for it",
    constant: "TLS",
    neededBy: byNothing,
    absentOn: (board) => (board.tls ? undefined : "its firmware opens no TLS stream"),
    isUsual: true,
  },
  {
    name: "parts",
    what: "payloads that are longer than a packet, in parts",
    constant: "PARTS",
    neededBy: byNothing,
    absentOn: anywhere,
    isUsual: false,
  },
  // Command topics are whole.
  {
    name: "wildcards",
    what: "subscriptions with + and #",
    constant: "WILDCARDS",
    neededBy: byNothing,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "switches",
    what: "actuators that are switched on and off by command",
    constant: "SWITCHES",
    neededBy: needsSwitches,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "dimmers",
    what: "lights with a brightness",
    constant: "DIMMERS",
    neededBy: needsDimmers,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "buttons",
    what: "actuators without a state",
    constant: "BUTTONS",
    neededBy: needsButtons,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "policies",
    what: "actuators that wait, or go by themselves",
    constant: "POLICIES",
    neededBy: needsPolicies,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "minimum-times",
    what: "actuators that stay as they are for a minimum time",
    constant: "MINIMUM_TIMES",
    neededBy: needsMinimumTimes,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "maximum-on",
    what: "actuators that go to rest by themselves",
    constant: "MAXIMUM_ON",
    neededBy: needsMaximumOn,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "offline-states",
    what: "actuators with a state for the time without the broker",
    constant: "OFFLINE_STATES",
    neededBy: needsOfflineStates,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "interlocks",
    what: "actuators that are not on together",
    constant: "INTERLOCKS",
    neededBy: needsInterlocks,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "confirmations",
    what: "actuators whose state a sensor confirms",
    constant: "CONFIRMATIONS",
    neededBy: needsConfirmations,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "kept-states",
    what: "actuators that start in the state before",
    constant: "KEPT_STATES",
    neededBy: needsKeptStates,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "rules",
    what: "rules, which work without the broker",
    constant: "RULES",
    neededBy: needsRules,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "toggles",
    what: "rules that bring an actuator to its other state",
    constant: "TOGGLES",
    neededBy: needsToggles,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "watched-readings",
    what: "readings that rules and actuators look at",
    constant: "WATCHED_READINGS",
    neededBy: needsWatchedReadings,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "discovery",
    what: "the device announces itself to Home Assistant",
    constant: "DISCOVERY",
    neededBy: ({ discovery }) => discovery && "it declares discovery: homeAssistant(); take that out",
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "timed-filters",
    what: "filters that go by the time: throttle, debounce, heartbeat",
    constant: "TIMED_FILTERS",
    neededBy: needsTimedFilters,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "states",
    what: "sensors that publish words in place of numbers",
    constant: "STATES",
    neededBy: needsStates,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "requests",
    what: "sensors that are sampled by a message to their topic",
    constant: "REQUESTS",
    neededBy: needsRequests,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "diagnostics",
    what: "sensors of the device itself: uptime, memory, signal",
    constant: "DIAGNOSTICS",
    neededBy: ({ diagnostics = [] }) =>
      diagnostics[0] && `it has the diagnostic "${diagnostics[0]}"; leave \`diagnostics\` out`,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "client-counters",
    what: "diagnostics that count what the client did",
    constant: "CLIENT_COUNTERS",
    neededBy: needsClientCounters,
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "log",
    what: "the device's lines, published",
    constant: "LOG",
    neededBy: ({ log }) => log && "it publishes its log; leave `log` out",
    absentOn: anywhere,
    isUsual: false,
  },
  {
    name: "remote-settings",
    what: "settings that are changed by message, tried and taken back",
    constant: "REMOTE_SETTINGS",
    neededBy: needsRemoteSettings,
    absentOn: anywhere,
    isUsual: false,
  },
  // A device stops by itself only to start with other settings.
  {
    name: "stop-flushes",
    what: "what is kept goes out before the device stops",
    constant: "STOP_FLUSHES",
    neededBy: needsRemoteSettings,
    absentOn: anywhere,
    isUsual: false,
  },
];

type Policy = "reject" | "oldest" | "latest" | "thin";

function needsQos1(declaration: DeviceDeclaration): string | undefined {
  const [sensor] = keptSensors(declaration);
  if (sensor === undefined) return needsSwitches(declaration);
  return `the sensor "${sensor.name}" publishes at QoS ${sensor.qos}; write qos: 0`;
}

function needsQos2(declaration: DeviceDeclaration): string | undefined {
  const sensor = keptSensors(declaration).find(({ qos }) => qos === 2);
  return sensor && `the sensor "${sensor.name}" publishes at QoS 2; write qos: 1`;
}

function needsPriorities({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.priority !== undefined);
  return sensor && `the sensor "${sensor.name}" has a priority; leave it out`;
}

function needsDeadlines({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.deadline !== undefined);
  return sensor && `the sensor "${sensor.name}" has a deadline; leave it out`;
}

function needsPolicy(declaration: DeviceDeclaration, policy: Policy): string | undefined {
  const sensor = keptSensors(declaration).find(({ overflow }) => overflow === policy);
  return (
    sensor &&
    `the sensor "${sensor.name}" keeps the ${policy} when the ring is full; give it another overflow`
  );
}

function needsSwitches({ actuators = [] }: DeviceDeclaration): string | undefined {
  const [first] = actuators;
  return first && `the actuator "${first.name}" is switched and says its state at QoS 1; take it out`;
}

function needsRemoteSettings({ settings }: DeviceDeclaration): string | undefined {
  return settings && 'its settings are "remote"; leave `settings` out';
}

export interface KeptSensor {
  name: string;
  qos: 1 | 2;
  overflow: Policy;
}

/** The sensors whose readings go through the ring, and what they do when it is full. */
export function keptSensors({ sensors = [] }: DeviceDeclaration): KeptSensor[] {
  return sensors.flatMap(({ name, options: { qos = 0, overflow = "latest" } }) =>
    qos === 0 ? [] : [{ name, qos, overflow }],
  );
}

const TIMED: readonly string[] = ["throttle", "debounce", "heartbeat"];

function needsTimedFilters({ sensors = [] }: DeviceDeclaration): string | undefined {
  for (const { name, options } of sensors) {
    const timed = options.filters?.find(({ kind }) => TIMED.includes(kind));
    if (timed !== undefined) return `the sensor "${name}" has a ${timed.kind}; leave it out`;
  }
  return undefined;
}

function needsStates({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.states !== undefined);
  return sensor && `the sensor "${sensor.name}" has states; leave them out`;
}

function needsRequests({ sensors = [] }: DeviceDeclaration): string | undefined {
  const sensor = sensors.find(({ options }) => options.onRequest === true);
  return sensor && `the sensor "${sensor.name}" is sampled on request; leave \`onRequest\` out`;
}

function needsClientCounters({ diagnostics = [] }: DeviceDeclaration): string | undefined {
  const counter = diagnostics.find(countsTheClient);
  return counter && `the diagnostic "${counter}" counts what the client did; leave it out`;
}
