// Which options the records of a declaration have, and of which kind each is: what the types promise, for declarations
// that no compiler has seen. The bounds of a value are looked at elsewhere. On a computer only.
import type { ActuatorDeclaration, ActuatorKind, Confirmation } from "./actuators/declaration.ts";
import type { DeviceDeclaration, StatusOptions } from "./device.ts";
import { isFilter } from "./filters/filter-faults.ts";
import { type Check, isBoolean, isRecord, isText, optionFaults, shown } from "./given.ts";
import type { EntityOptions, HomeAssistantOptions } from "./home-assistant.ts";
import type { LogOptions } from "./log.ts";
import type { SensorOptions } from "./sensor.ts";

type Checks<Options> = Readonly<Record<keyof Options, Check>>;
type OptionNames<Kind extends ActuatorKind> = Readonly<Record<Kind, Readonly<Record<string, Check>>>>;

const isAnything: Check = () => undefined;
const isNumber: Check = (value) => (typeof value === "number" ? undefined : "a number");
const isTextOrNumber: Check = (value) =>
  typeof value === "string" || typeof value === "number" ? undefined : "text or a number";
const isList: Check = (value) => (Array.isArray(value) ? undefined : "a list, as [a, b]");
const isRecordOf: Check = (value) => (isRecord(value) ? undefined : "a record, as { name: value }");
const isTexts: Check = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === "string") ? undefined : "a list of texts";
const isTextOrTexts: Check = (value) =>
  typeof value === "string" || isTexts(value) === undefined ? undefined : "a name, or a list of names";
const isFilters: Check = (value) =>
  Array.isArray(value) && value.every(isFilter)
    ? undefined
    : "a list of filters, as [median(5), deadBand(0.2)]";
const isAnnouncing: Check = (value) => (isRecord(value) ? undefined : "what homeAssistant() gives");
const isRemote: Check = (value) => (value === "remote" ? undefined : '"remote"');
const isSession: Check = (value) =>
  value === "persistent" || value === "clean" ? undefined : '"persistent" or "clean"';

const DEVICE: Checks<DeviceDeclaration> = {
  name: isAnything,
  status: isRecordOf,
  session: isSession,
  sensors: isList,
  actuators: isList,
  rules: isList,
  diagnostics: isTexts,
  log: isRecordOf,
  chip: isAnything,
  settings: isRemote,
  discovery: isAnnouncing,
};
const STATUS: Checks<StatusOptions> = { keepAlive: isNumber };
const LOG: Checks<LogOptions> = { level: isText };

const SENSOR: Checks<SensorOptions> = {
  every: isNumber,
  unit: isText,
  decimals: isNumber,
  states: isTexts,
  filters: isFilters,
  qos: isNumber,
  overflow: isText,
  priority: isText,
  deadline: isNumber,
  timeout: isNumber,
  onRequest: isBoolean,
  label: isText,
  deviceClass: isText,
  stateClass: isText,
  category: isText,
  expireAfter: isNumber,
  enabled: isBoolean,
};

const SHOWN = { label: isText, deviceClass: isText, category: isText, retainedCommands: isBoolean };
const POLICIES = {
  ...SHOWN,
  atStart: isText,
  minimumOn: isNumber,
  minimumOff: isNumber,
  maximumOn: isNumber,
  whenOffline: isRecordOf,
  notWith: isTextOrTexts,
};
const CONFIRMED = { ...POLICIES, confirmedBy: isRecordOf };
const ACTUATORS: OptionNames<ActuatorKind> = {
  switch: CONFIRMED,
  light: POLICIES,
  siren: POLICIES,
  lock: { ...CONFIRMED, autoLock: isNumber, positions: isRecordOf },
  valve: { ...CONFIRMED, positions: isRecordOf },
  button: { ...SHOWN, pulse: isNumber },
  number: {
    ...SHOWN,
    min: isNumber,
    max: isNumber,
    step: isNumber,
    unit: isText,
    atStart: isTextOrNumber,
    initial: isNumber,
  },
  select: { ...SHOWN, options: isTexts, atStart: isText },
};
const WHEN_OFFLINE = { after: isNumber, state: isText };
const CONFIRMATION: Checks<Confirmation> = { sensor: isText, atRest: isTextOrNumber, within: isNumber };

const HOME_ASSISTANT: Checks<HomeAssistantOptions> = {
  prefix: isText,
  form: (value) => (value === "device" || value === "component" ? undefined : '"device" or "component"'),
  messageBytes: isNumber,
  label: isText,
  area: isText,
  manufacturer: isText,
  model: isText,
  version: isText,
  supportUrl: isText,
  main: isText,
  entities: isRecordOf,
};
const ENTITY: Checks<EntityOptions> = {
  label: isText,
  deviceClass: isText,
  stateClass: isText,
  category: isText,
  icon: isText,
  expireAfter: isNumber,
  enabled: isBoolean,
  hidden: isBoolean,
};

/** What the device's lists hold, each by a field that nothing else has, and how one is made. */
const LISTS = {
  sensors: { field: "quantity", made: 'sensor("temperature", air.temperature, { every: seconds(30) })' },
  actuators: { field: "behaviour", made: 'actuator("heater", relay("heater"))' },
  rules: { field: "wording", made: 'when("temperature").below(19).until(20).keep("heater", "on")' },
} as const;

/** One sentence for each option that there is not, and each that is of another kind. What else looks at them may rely on the rest. */
export function declarationOptionFaults(declaration: unknown): string[] {
  if (!isRecord(declaration))
    return [`The device is ${shown(declaration)}; it is what device({ ... }) gives, with a name.`];
  const faults = [...optionFaults("options of the device", declaration, DEVICE), ...listFaults(declaration)];
  if (faults.length > 0) return faults;
  const { status, log, sensors = [], actuators = [], discovery } = declaration as DeviceDeclaration;
  return [
    ...faultsIn("options of the status", status, STATUS),
    ...faultsIn("options of the log", log, LOG),
    ...sensors.flatMap(({ name, options }) =>
      optionFaults(`options of the sensor ${shown(name)}`, options, SENSOR),
    ),
    ...actuators.flatMap(actuatorOptionFaults),
    ...faultsIn("options of homeAssistant", discovery, HOME_ASSISTANT),
    ...entityFaults(discovery?.entities),
  ];
}

function listFaults(declaration: object): string[] {
  return Object.entries(LISTS).flatMap(([list, { field, made }]) => {
    const given: unknown = (declaration as Record<string, unknown>)[list];
    if (!Array.isArray(given)) return [];
    return given
      .filter((one) => !isRecord(one) || !Object.hasOwn(one, field))
      .map((one) => `One of the device's ${list} is ${shown(one)}; each is made as ${made}.`);
  });
}

function actuatorOptionFaults({ name, kind, presentation }: ActuatorDeclaration): string[] {
  const what = `the ${kind} ${shown(name)}`;
  const faults = optionFaults(`options of ${what}`, presentation, ACTUATORS[kind]);
  const { whenOffline, confirmedBy } = presentation as { whenOffline?: unknown; confirmedBy?: unknown };
  return faults.length > 0
    ? faults
    : [
        ...faultsIn(`options of whenOffline of ${what}`, whenOffline, WHEN_OFFLINE),
        ...faultsIn(`options of confirmedBy of ${what}`, confirmedBy, CONFIRMATION),
      ];
}

function entityFaults(entities: HomeAssistantOptions["entities"] = {}): string[] {
  if (!isRecord(entities)) return [];
  return Object.entries(entities).flatMap(([name, own]) =>
    optionFaults(`options of the entity ${shown(name)}`, own, ENTITY),
  );
}

function faultsIn(what: string, given: unknown, checks: Readonly<Record<string, Check>>): string[] {
  return given === undefined ? [] : optionFaults(what, given, checks);
}
