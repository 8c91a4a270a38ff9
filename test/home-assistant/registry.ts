// The entities of a Home Assistant: built from discovery messages, moved by state messages. No broker, no clock.
import type { Payload } from "./abbreviations.ts";
import { type Component, readMessage } from "./discovery-message.ts";
import { entityId, nameFaults, shownName } from "./names.ts";
import { PLATFORMS } from "./platforms.ts";
import { shownState } from "./shown-state.ts";
import { attributesOf, eventOf, stateOf, UNKNOWN } from "./states.ts";

export const UNAVAILABLE = "unavailable";

interface Entity {
  platform: string;
  discoveryId: string;
  config: Payload;
  state: string;
  brightness?: number;
  rgb?: readonly number[];
  attributes?: Payload;
  /** What its availability topic said last. */
  isAvailable: boolean;
  /** When its state topic last spoke, in milliseconds. */
  heardAt?: number;
}

export interface Registry {
  /**
   * A message on a discovery topic, which is given without its prefix. Returns the topics to subscribe to,
   * also those that are subscribed to already: each new entity is to hear what the broker has kept.
   */
  discover: (topic: string, payload: string) => string[];
  /** A message on any other topic, at a time in milliseconds; `isKept`: the broker had retained it. */
  hear: (topic: string, payload: string, now: number, isKept?: boolean) => void;
  /** Unique ids of all entities. */
  uniqueIds: () => string[];
  /** The entity of a unique id. Throws when there is none. */
  entity: (uniqueId: string) => Entity;
  /** The name that people see. */
  nameOf: (uniqueId: string) => string;
  /** What people see of its state: the word of its class. */
  shownOf: (uniqueId: string, now: number) => string;
  /** The id that automations know it by. */
  idOf: (uniqueId: string) => string;
  /** The types of an entity's events, oldest first, also of those before it was restarted. */
  eventsOf: (uniqueId: string) => readonly string[];
  /** What automations may begin with, as "button_short_press button_1". */
  triggers: () => string[];
  /** And what they began with, oldest first. */
  triggered: readonly string[];
  /** The state, as automations see it: of an event the type of the last one. */
  stateOf: (uniqueId: string, now: number) => string;
  /** Names of the devices by their first identifier. */
  devices: () => ReadonlyMap<string, Payload>;
  /**
   * What its log says: discovery messages that it refused, states that it did not understand. And names that
   * nobody gave.
   */
  complaints: readonly string[];
  /** Home Assistant restarts: entities are there again when they are announced again. */
  forget: () => void;
}

export function createRegistry(): Registry {
  const entities = new Map<string, Entity>();
  const devices = new Map<string, Payload>();
  /** By unique id. They are restored after a restart. */
  const events = new Map<string, string[]>();
  const complaints: string[] = [];
  const triggers = new Map<string, Payload>();
  const triggered: string[] = [];

  function discover(topic: string, payload: string): string[] {
    const { components, removedFrom, refusals } = readMessage(topic, payload);
    complaints.push(...refusals);
    if (removedFrom !== undefined) {
      for (const [hash, { discoveryId }] of entities)
        if (discoveryId.startsWith(removedFrom)) entities.delete(hash);
      for (const id of triggers.keys()) if (id.startsWith(removedFrom)) triggers.delete(id);
    }
    return [...new Set(components.flatMap(place))];
  }

  /** Returns the topic that a trigger which was not there listens to. */
  function placeTrigger(id: string, config: Payload | undefined): string[] {
    const isNew = !triggers.has(id);
    triggers.delete(id);
    if (config === undefined) return [];
    const isTwin = [...triggers.values()].some(
      (trigger) => wordsOf(trigger) === wordsOf(config) && idOfDevice(trigger) === idOfDevice(config),
    );
    if (isTwin) complaints.push(`device_automation ${id}: the device has ${wordsOf(config)} already`);
    keepDevice(config.device as Payload);
    triggers.set(id, config);
    return isNew ? [config.topic as string] : [];
  }

  /** Returns the topics that an entity which was not there listens to. */
  function place({ platform, discoveryId, config }: Component): string[] {
    if (platform === "device_automation") return placeTrigger(discoveryId, config);
    const hash = `${platform} ${discoveryId}`;
    const known = entities.get(hash);
    if (config === undefined) {
      entities.delete(hash);
      return [];
    }
    const { unique_id: id } = config;
    if (
      id !== undefined &&
      [...entities].some(([otherHash, entity]) => otherHash !== hash && isTwin(entity, platform, id))
    ) {
      complaints.push(
        `Platform mqtt does not generate unique IDs. ID ${id} already exists - ignoring ${hash}`,
      );
      return [];
    }
    complaints.push(...nameFaults(platform, config).map((fault) => `${platform} ${discoveryId}: ${fault}`));
    keepDevice(config.device as Payload | undefined);
    // Configured again, an entity keeps its state.
    entities.set(hash, { state: UNKNOWN, isAvailable: false, ...known, platform, discoveryId, config });
    return known === undefined ? topicsOf(platform, config) : [];
  }

  function keepDevice(device: Payload | undefined): void {
    const [id] = [device?.identifiers].flat();
    if (typeof id === "string") devices.set(id, { ...devices.get(id), ...device });
  }

  function hear(topic: string, payload: string, now: number, isKept = false): void {
    // What the broker had kept as well.
    for (const trigger of triggers.values())
      if (trigger.topic === topic && (trigger.payload ?? payload) === payload)
        triggered.push(wordsOf(trigger));
    for (const entity of entities.values()) {
      const { config } = entity;
      if (config.availability_topic === topic) hearAvailability(entity, payload);
      if (config.brightness_state_topic === topic) hearBrightness(entity, payload);
      if (config.rgb_state_topic === topic) entity.rgb = payload.split(",").map(Number);
      if (config.json_attributes_topic === topic) entity.attributes = attributesOf(config, payload);
      for (const [key, heard] of Object.entries(PLATFORMS[entity.platform]?.heard ?? {}))
        if (config[key] === topic)
          hearOne(entity, heard(config, payload), `${key} not understood: ${payload}`);
      const isIgnored = payload === "" && PLATFORMS[entity.platform]?.stateOf === undefined;
      const isOfSeveral = PLATFORMS[entity.platform]?.heard?.state_topic !== undefined;
      if (config.state_topic !== topic || isIgnored || isOfSeveral) continue;
      if (entity.platform === "event") {
        if (!isKept) hearEvent(entity, payload);
        continue;
      }
      const state = stateOf(entity.platform, config, payload);
      if (state === undefined)
        complaints.push(`${entity.platform} ${entity.discoveryId}: state not understood: ${payload}`);
      else Object.assign(entity, { state, heardAt: now });
    }
  }

  function hearOne(entity: Entity, heard: Payload | undefined, complaint: string): void {
    if (heard === undefined) complaints.push(`${entity.platform} ${entity.discoveryId}: ${complaint}`);
    const { state = entity.state, ...attributes } = heard ?? {};
    Object.assign(entity, { state, attributes: { ...entity.attributes, ...attributes } });
  }

  function hearEvent({ config, discoveryId, isAvailable }: Entity, payload: string): void {
    const id = config.unique_id as string;
    const before = events.get(id) ?? [];
    // What is unavailable has no attributes.
    const last = isAvailable ? before.at(-1) : undefined;
    try {
      const type = eventOf(config, payload, last);
      if (type !== undefined) events.set(id, [...before, type]);
    } catch (error) {
      complaints.push(`event ${discoveryId}: ${(error as Error).message}: ${payload}`);
    }
  }

  function seenAt(uniqueId: string, now: number): string {
    const entity = entityOf(uniqueId);
    return stateAt({ ...entity, state: events.get(uniqueId)?.at(-1) ?? entity.state }, now);
  }

  function entityOf(uniqueId: string): Entity {
    const entity = [...entities.values()].find(({ config }) => config.unique_id === uniqueId);
    if (entity !== undefined) return entity;
    const ids = [...entities.values()].map(({ config }) => config.unique_id);
    throw new Error(`No entity has the unique id ${uniqueId}; there are: ${ids.join(", ")}.`);
  }

  return {
    discover,
    hear,
    uniqueIds: () => [...entities.values()].map(({ config }) => config.unique_id as string),
    entity: entityOf,
    nameOf: (uniqueId) => {
      const { platform, config } = entityOf(uniqueId);
      return shownName(platform, config);
    },
    idOf: (uniqueId) => {
      const { platform, config } = entityOf(uniqueId);
      return entityId(platform, config);
    },
    shownOf: (uniqueId, now) => {
      const { platform, config } = entityOf(uniqueId);
      return shownState(platform, config, seenAt(uniqueId, now));
    },
    eventsOf: (uniqueId) => events.get(uniqueId) ?? [],
    triggers: () => [...triggers.values()].map(wordsOf),
    triggered,
    stateOf: seenAt,
    devices: () => devices,
    complaints,
    forget() {
      entities.clear();
      triggers.clear();
    },
  };
}

function wordsOf({ type, subtype }: Payload): string {
  return `${type} ${subtype}`;
}

function idOfDevice({ device }: Payload): unknown {
  return JSON.stringify((device as Payload).identifiers);
}

/** Unique ids are unique on each platform. */
function isTwin(entity: Entity, platform: string, id: unknown): boolean {
  return entity.platform === platform && entity.config.unique_id === id;
}

function hearAvailability(entity: Entity, payload: string): void {
  const { payload_available: on = "online", payload_not_available: off = "offline" } = entity.config;
  if (payload === on) entity.isAvailable = true;
  if (payload === off) entity.isAvailable = false;
}

function hearBrightness(entity: Entity, payload: string): void {
  const scale = (entity.config.brightness_scale as number | undefined) ?? 255;
  entity.brightness = Math.round((Number(payload) * 255) / scale);
}

function stateAt({ config, isAvailable, heardAt, state }: Entity, now: number): string {
  if (config.availability_topic !== undefined && !isAvailable) return UNAVAILABLE;
  const patience = config.expire_after as number | undefined;
  const isExpired = patience !== undefined && (heardAt === undefined || now - heardAt > patience * 1000);
  return isExpired ? UNAVAILABLE : state;
}

function topicsOf(platform: string, config: Payload): string[] {
  const topics = [
    ...Object.keys(PLATFORMS[platform]?.heard ?? {}).map((key) => config[key]),
    config.state_topic,
    config.availability_topic,
    config.brightness_state_topic,
    config.rgb_state_topic,
  ];
  return topics.filter((topic): topic is string => typeof topic === "string");
}
