// One discovery message, read as Home Assistant reads it (core, components/mqtt/discovery.py, 2025):
// components, or why not.
import {
  DEVICE_ABBREVIATIONS,
  ENTITY_ABBREVIATIONS,
  ORIGIN_ABBREVIATIONS,
  type Payload,
  writtenOut,
} from "./abbreviations.ts";
import { faultsBy, type Schema, text, textOrTexts } from "./checks.ts";
import { componentFaults, PLATFORMS, SHARED } from "./platforms.ts";

/** A component of a message; without a configuration it is removed. */
export interface Component {
  platform: string;
  /** What it is known by from message to message. */
  discoveryId: string;
  config?: Payload;
}

export interface Discovered {
  components: Component[];
  /** An empty message in device form: everything whose discovery id begins so is removed. */
  removedFrom?: string;
  refusals: string[];
}

const TOPIC = /^(\w+)\/(?:([a-zA-Z0-9_-]+)\/)?([a-zA-Z0-9_-]+)\/config$/;

const DEVICE: Schema = {
  required: {},
  optional: {
    identifiers: textOrTexts,
    connections: (value) => (isListOfPairs(value) ? undefined : "is no list of pairs"),
    configuration_url: text,
    hw_version: text,
    manufacturer: text,
    model: text,
    model_id: text,
    name: text,
    serial_number: text,
    suggested_area: text,
    sw_version: text,
    via_device: text,
  },
};

function isListOfPairs(value: unknown): boolean {
  const isPair = (pair: unknown) =>
    Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string");
  return Array.isArray(value) && value.every(isPair);
}

const ORIGIN: Schema = { required: { name: text }, optional: { sw_version: text, support_url: text } };
const record = (value: unknown) => (isRecord(value) ? undefined : "is no record");
const ROOT: Schema = { required: { device: record, origin: record, components: record }, optional: SHARED };

/** Reads a message; `topic` is without the prefix. */
export function readMessage(topic: string, payload: string): Discovered {
  const match = TOPIC.exec(topic);
  if (match === null) return refused([`Received message on illegal discovery topic ${topic}`]);
  const [, component = "", nodeId, objectId = ""] = match;
  const discoveryId = nodeId === undefined ? objectId : `${nodeId} ${objectId}`;
  if (component !== "device" && PLATFORMS[component] === undefined)
    return refused([`Integration ${component} is not supported`]);
  if (payload === "") {
    if (component === "device") return { components: [], removedFrom: `${discoveryId} `, refusals: [] };
    return { components: [{ platform: component, discoveryId }], refusals: [] };
  }
  const parsed = parse(payload);
  if (parsed === undefined) return refused([`Unable to parse JSON ${objectId}: ${payload}`]);
  const config = allWrittenOut(parsed);
  return component === "device"
    ? readDevice(discoveryId, config)
    : readComponent(component, discoveryId, config);
}

function readDevice(discoveryId: string, root: Payload): Discovered {
  const faults = [...faultsBy(ROOT, root, "refused"), ...aroundFaults(root)];
  if (faults.length > 0) return refused(faults);
  const components = Object.entries(root.components as Record<string, unknown>);
  const unsound = components.flatMap(([key, component]) => platformFaults(key, component));
  if (unsound.length > 0) return refused(unsound);
  const read = components.map(([key, component]) => {
    const { platform, ...own } = writtenOut(component as Payload, ENTITY_ABBREVIATIONS);
    const id = `${discoveryId} ${key}`;
    if (Object.keys(own).length === 0)
      return { components: [{ platform: platform as string, discoveryId: id }], refusals: [] };
    const inherited = Object.fromEntries(
      Object.keys(SHARED).flatMap((name) => (name in root ? [[name, root[name]]] : [])),
    );
    const { device, origin } = root;
    return readComponent(platform as string, id, { ...inherited, ...own, device, origin });
  });
  return {
    components: read.flatMap((discovered) => discovered.components),
    refusals: read.flatMap((discovered) => discovered.refusals),
  };
}

function platformFaults(key: string, component: unknown): string[] {
  if (!isRecord(component)) return [`the component ${key} is no record`];
  const config = writtenOut(component, ENTITY_ABBREVIATIONS);
  if (PLATFORMS[config.platform as string] === undefined)
    return [`the component ${key} has no known platform: ${config.platform}`];
  if (Object.keys(config).length > 1 && config.unique_id === undefined)
    return [`required key not provided: unique_id of ${key}`];
  return [];
}

function readComponent(platform: string, discoveryId: string, payload: Payload): Discovered {
  const config = withBase(payload);
  const faults = [...aroundFaults(config), ...componentFaults(platform, config)];
  if (faults.length > 0) return refused(faults.map((fault) => `${platform} ${discoveryId}: ${fault}`));
  return { components: [{ platform, discoveryId, config }], refusals: [] };
}

/** What is wrong with the device and the origin, as far as they are there. */
function aroundFaults({ device, origin }: Payload): string[] {
  const faults: string[] = [];
  if (isRecord(device)) {
    faults.push(...faultsBy(DEVICE, device, "refused"));
    if (device.identifiers === undefined && device.connections === undefined)
      faults.push("Device must have at least one identifying value in identifiers and/or connections");
  }
  if (isRecord(origin)) faults.push(...faultsBy(ORIGIN, origin, "refused"));
  return faults;
}

function allWrittenOut(payload: Payload): Payload {
  const root = writtenOut(payload, ENTITY_ABBREVIATIONS);
  if (isRecord(root.device)) root.device = writtenOut(root.device, DEVICE_ABBREVIATIONS);
  if (isRecord(root.origin)) root.origin = writtenOut(root.origin, ORIGIN_ABBREVIATIONS);
  return root;
}

/** Topics with the base in place of "~", which stands for it in the component that has it and nowhere else. */
function withBase({ "~": base, ...config }: Payload): Payload {
  if (typeof base !== "string") return config;
  const entries = Object.entries(config).map(([key, value]) => {
    if (!key.endsWith("topic") || typeof value !== "string") return [key, value];
    if (value.startsWith("~")) return [key, base + value.slice(1)];
    return [key, value.endsWith("~") ? value.slice(0, -1) + base : value];
  });
  return Object.fromEntries(entries);
}

function parse(payload: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(refusals: string[]): Discovered {
  return { components: [], refusals };
}
