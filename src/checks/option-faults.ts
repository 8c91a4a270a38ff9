// The options of each record in a declaration, with their types: what TypeScript promises, for declarations
// that no compiler has seen. The bounds of a value are checked elsewhere. On a computer only.

import { type Check, isBoolean, isRecord, isText, shown, wholeNumber } from "../arguments/given.ts";
import type { ClockOptions } from "../clock/options.ts";
import type { ActuatorDeclaration, Confirmation } from "../device/declare/actuators/declaration.ts";
import type { AtMostEachDay, AtMostWithin } from "../device/declare/actuators/resting.ts";
import type {
  DeviceDeclaration,
  RingOptions,
  SetUpOptions,
  StatusOptions,
  UpdateOptions,
} from "../device/declare/device.ts";
import type { SensorDeclaration, SensorOptions, SensorQuestion } from "../device/declare/sensor.ts";
import type { SleepOptions } from "../device/declare/sleep.ts";
import type { LogOptions } from "../device/run/log.ts";
import { kindOf } from "../kinds/kinds.ts";
import { isNumber, isRecordOf, isTextOrNumber, isTexts, isTime } from "../kinds/option-checks.ts";
import { cannotYet } from "./cannot-yet.ts";
import { discoveryOptionFaults, ENTITY } from "./discovery-option-faults.ts";
import { type Fault, fault } from "./fault.ts";
import { isFilter } from "./filter-faults.ts";
import { isDurable, keptOptionFaults } from "./kept-option-faults.ts";
import { type Checks, wrongOptionFaults } from "./wrong-option-faults.ts";

const isAnything: Check = () => undefined;
const isList: Check = (value) => (Array.isArray(value) ? undefined : "a list, as [a, b]");
const OF_YOUR_OWN = "a function of your own is for derive([air.temperature], mine)";
const isFilters: Check = (value) => {
  const allowed = "a list of filters, as [median(5), deadBand(0.2)]";
  if (!Array.isArray(value)) return `${allowed}; ${OF_YOUR_OWN}`;
  const wrong = value.findIndex((filter) => !isFilter(filter));
  if (wrong === -1) return undefined;
  const what = `${allowed}. Entry ${wrong + 1} is ${shown(value[wrong])}`;
  return typeof value[wrong] === "function"
    ? `${what}: write the filter with its parentheses, as onChange(); ${OF_YOUR_OWN}`
    : what;
};
const isAnnouncing: Check = (value) => (isRecord(value) ? undefined : "what homeAssistant() gives");
const isRemote: Check = (value) =>
  value === "remote" || value === "sealed" ? undefined : '"remote" or "sealed"';
const isUpdateKey: Check = (value) => (value === "hmac" || value === "lms" ? undefined : '"hmac" or "lms"');
const isSetUp: Check = (value) =>
  value === true || isRecord(value) ? undefined : "true or options, as { open: true }";
const isSession: Check = (value) =>
  value === "persistent" || value === "clean" ? undefined : '"persistent" or "clean"';

const isVersion: Check = (value) =>
  value === 3 || value === 5 || value === "either" ? undefined : '3 (MQTT 3.1.1), 5 (MQTT 5.0) or "either"';

const isPairs: Check = (value) =>
  Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2)
    ? undefined
    : 'a list of names with values, as [["firmware", "1.2"]]';

const DEVICE: Checks<DeviceDeclaration> = {
  name: isAnything,
  status: isRecordOf,
  session: isSession,
  sessionExpiry: isNumber,
  mqtt: isVersion,
  userProperties: isPairs,
  followServerReference: isBoolean,
  replies: isBoolean,
  clock: isRecordOf,
  zones: isAnything,
  sun: isAnything,
  site: isAnything,
  sleep: isRecordOf,
  ring: isRecordOf,
  sensors: isList,
  actuators: isList,
  rules: isList,
  follows: isList,
  displays: isList,
  diagnostics: isTexts,
  log: isRecordOf,
  diagnosticsPart: isAnything,
  journal: isAnything,
  hardware: isAnything,
  settings: isRemote,
  staticAddress: isBoolean,
  update: isRecordOf,
  setUp: isSetUp,
  page: isBoolean,
  safeMode: isBoolean,
  discovery: isAnnouncing,
};
const STATUS: Checks<StatusOptions> = { keepAlive: isTime, offlineAfter: isTime };
const CLOCK: Checks<ClockOptions> = {
  servers: isTexts,
  topic: isText,
  askBroker: isBoolean,
  zone: isText,
  zones: isTexts,
  latitude: isNumber,
  longitude: isNumber,
  movable: isBoolean,
};
const RING: Checks<RingOptions> = { slots: wholeNumber(8, 1024), bytes: wholeNumber(256, 1_048_576) };
const SLEEP: Checks<SleepOptions> = {
  every: isTime,
  wakeBy: isText,
  wakeAt: isAnything,
  report: isTime,
  reportWhen: isRecordOf,
  stayAwake: isBoolean,
  whenLow: isRecordOf,
  obeyWithin: isTime,
  causes: isAnything,
  tellsNext: isAnything,
};
const UPDATE: Checks<UpdateOptions> = { key: isUpdateKey };
const LOG: Checks<LogOptions> = { level: isText };
const SET_UP: Checks<SetUpOptions> = {
  open: isBoolean,
  findBroker: isBoolean,
  button: isText,
  withoutNetwork: isTime,
  evenUndriven: isBoolean,
};

const SENSOR: Checks<SensorOptions> = {
  every: isTime,
  unit: isText,
  decimals: isNumber,
  states: isTexts,
  filters: isFilters,
  qos: isNumber,
  overflow: isText,
  priority: isText,
  deadline: isTime,
  timeout: isTime,
  onRequest: isBoolean,
  stamped: isBoolean,
  durable: isDurable,
  history: isRecordOf,
  asks: isRecordOf,
  label: isText,
  deviceClass: isText,
  stateClass: isText,
  category: isText,
  expireAfter: isTime,
  enabled: isBoolean,
};

const QUESTION: Checks<SensorQuestion> = { input: isText, within: isTime };
const AT_MOST: Checks<AtMostWithin & AtMostEachDay> = {
  times: isNumber,
  within: isNumber,
  each: (value) => (value === "day" ? undefined : '"day"'),
};
const WHEN_OFFLINE = { after: isNumber, state: isText };
const CONFIRMATION: Checks<Confirmation> = { sensor: isText, atRest: isTextOrNumber, within: isNumber };

/**
 * The entries of the device's lists, each recognised by a field that nothing else has, and the way to make
 * one.
 */
const LISTS = {
  sensors: { field: "quantity", made: 'sensor("temperature", air.temperature, { every: seconds(30) })' },
  actuators: { field: "behaviour", made: 'powerSwitch("heater", relay("heater"))' },
  follows: { field: "written", made: 'follow("fan", "temperature", [[24, 20], [28, 100]])' },
  displays: { field: "lines", made: 'display(oled, ["{temperature} °C"])' },
  rules: { field: "wording", made: 'when("temperature").below(19).until(20).keep("heater", "on")' },
} as const;

/**
 * One sentence for each option that does not exist, and for each of another type. Later checks may rely on
 * all others.
 */
export function declarationOptionFaults(declaration: unknown): Fault[] {
  if (!isRecord(declaration)) {
    const sentence = `The device is ${shown(declaration)}; it is what device({ ... }) gives, with a name.`;
    return [fault(Object(declaration), "", sentence)];
  }
  const faults = [
    ...wrongOptionFaults(declaration, [], "options of the device", declaration, DEVICE).map(withLimit),
    ...listFaults(declaration),
  ];
  if (faults.length > 0) return faults;
  const {
    status,
    clock,
    sleep,
    ring,
    log,
    update,
    setUp,
    sensors = [],
    actuators = [],
    discovery,
  } = declaration as DeviceDeclaration;
  return [
    ...faultsIn(declaration, "status", "options of the status", status, STATUS),
    ...faultsIn(declaration, "clock", "options of the clock", clock, CLOCK),
    ...faultsIn(declaration, "sleep", "options of the sleep", sleep, SLEEP),
    ...faultsIn(declaration, "ring", "options of the ring", ring, RING),
    ...faultsIn(declaration, "log", "options of the log", log, LOG),
    ...faultsIn(declaration, "update", "options of the update", update, UPDATE),
    ...(setUp === true ? [] : faultsIn(declaration, "setUp", "options of the set-up", setUp, SET_UP)),
    ...sensors.flatMap(sensorOptionFaults),
    ...actuators.flatMap(actuatorOptionFaults),
    ...(discovery === undefined ? [] : discoveryOptionFaults(discovery)),
  ];
}

/** Settings that a board is given, and that no device has. */
const SETTINGS: readonly string[] = [
  "wifi",
  "ssid",
  "password",
  "broker",
  "host",
  "port",
  "user",
  "secret",
  "tls",
];

/** An option that devices do not have yet is looked up on a page. */
function withLimit(fault: Fault): Fault {
  const name = fault.option.join(".");
  if (Object.hasOwn(DEVICE, name)) return fault;
  const sentence = SETTINGS.includes(name.toLowerCase())
    ? `There is no option ${shown(name)} of a device: Wi-Fi, broker and secret are settings of each board, which ringmote settings writes (docs/commands.md).`
    : withoutGuess(fault.sentence, cannotYet(name));
  return { ...fault, sentence };
}

/** A name that is known to mean something else was no mistyped option. */
function withoutGuess(sentence: string, limit: string): string {
  return limit === "" ? sentence : sentence.replace(/; did you mean "[^"]*"\?/, ".") + limit;
}

function listFaults(declaration: object): Fault[] {
  return Object.entries(LISTS).flatMap(([list, { field, made }]) => {
    const given: unknown = (declaration as Record<string, unknown>)[list];
    if (!Array.isArray(given)) return [];
    return given.flatMap((entry, i) => {
      const sentence = `One of the device's ${list} is ${shown(entry)}; each is made as ${made}.`;
      const isOne = isRecord(entry) && Object.hasOwn(entry, field);
      return isOne ? [] : [fault(declaration, `${list}.${i}`, sentence)];
    });
  });
}

/** The same for a sensor alone. */
export function sensorOptionFaults(sensor: SensorDeclaration): Fault[] {
  const name = shown(sensor.name);
  const faults = wrongOptionFaults(sensor, [], `options of the sensor ${name}`, sensor.options, SENSOR).map(
    (fault) => ofEntity(sensor, fault),
  );
  const { every } = Object(sensor.options) as Partial<SensorOptions>;
  if (faults.length === 0)
    faults.push(
      ...faultsIn(sensor, "asks", `options of the question of ${name}`, sensor.options.asks, QUESTION),
      ...keptOptionFaults(sensor),
    );
  if (faults.length > 0 || every !== undefined) return faults;
  const sentence = `The sensor ${name} has no time after which it is read again; write every: seconds(30).`;
  return [fault(sensor, "every", sentence)];
}

/** An option that only Home Assistant shows belongs to it. */
function ofEntity(sensor: SensorDeclaration, fault: Fault): Fault {
  const option = fault.option.join(".");
  if (Object.hasOwn(SENSOR, option) || !Object.hasOwn(ENTITY, option)) return fault;
  const { [option]: value } = sensor.options as unknown as Readonly<Record<string, unknown>>;
  const written = `homeAssistant({ entities: { ${shown(sensor.name)}: { ${option}: ${shown(value)} } } })`;
  return {
    ...fault,
    sentence: `The sensor ${shown(sensor.name)} has no option ${option}; write discovery: ${written}.`,
  };
}

function actuatorOptionFaults(actuator: ActuatorDeclaration): Fault[] {
  const { name, kind, options } = actuator;
  const what = `the ${kind} ${shown(name)}`;
  const faults = wrongOptionFaults(actuator, [], `options of ${what}`, options, kindOf(actuator).options).map(
    (fault) => (fault.option.join() === "durable" ? { ...fault, sentence: stateOf(what) } : fault),
  );
  const { atMost, whenOffline, confirmedBy } = options as Readonly<Record<string, unknown>>;
  return faults.length > 0
    ? faults
    : [
        ...faultsIn(actuator, "atMost", `options of atMost of ${what}`, atMost, AT_MOST),
        ...faultsIn(actuator, "whenOffline", `options of whenOffline of ${what}`, whenOffline, WHEN_OFFLINE),
        ...faultsIn(actuator, "confirmedBy", `options of confirmedBy of ${what}`, confirmedBy, CONFIRMATION),
      ];
}

/** Only the newest state counts, and each connection brings it. */
function stateOf(what: string): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} tells its state with each connection, so that none waits to be kept; leave durable out, and write atStart: "last" where it is to go on in it after a power cut.`;
}

/** For a record in the arguments; there may be none. */
function faultsIn(
  of: object,
  name: string,
  what: string,
  given: unknown,
  checks: Readonly<Record<string, Check>>,
): Fault[] {
  return given === undefined ? [] : wrongOptionFaults(of, [name], what, given, checks);
}
