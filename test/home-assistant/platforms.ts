// Keys that Home Assistant accepts of each platform that the stand-in has. It ignores
// keys that it does not know.
// Source: the components' pages of home-assistant.io and core, components/mqtt/<platform>.py.
import type { Payload } from "./abbreviations.ts";
import {
  type Check,
  count,
  faultsBy,
  flag,
  icon,
  number,
  oneOf,
  publishTopic,
  qos,
  type Schema,
  seconds,
  subscribeTopic,
  text,
  texts,
} from "./checks.ts";
import { climatePlatform } from "./climate.ts";
import { fanPlatform } from "./fan.ts";
import { humidifierPlatform } from "./humidifier.ts";
import { coverPlatform, valvePlatform } from "./positions.ts";
import { classFaults, stateFaults } from "./sensor-rules.ts";
import type { Action } from "./states.ts";
import { textPlatform } from "./text.ts";
import { timePlatform } from "./time.ts";
import { waterHeaterPlatform } from "./water-heater.ts";

type Checks = Readonly<Record<string, Check>>;

const AVAILABILITY: Checks = {
  availability_topic: subscribeTopic,
  availability_mode: oneOf("all", "any", "latest"),
  payload_available: text,
  payload_not_available: text,
};

/** Keys that stand at the root of a device payload for all its components. */
export const SHARED: Checks = {
  ...AVAILABILITY,
  availability: () => undefined,
  availability_template: text,
  command_topic: publishTopic,
  encoding: text,
  qos,
  state_topic: subscribeTopic,
};

const ANY: Checks = {
  ...AVAILABILITY,
  default_entity_id: text,
  enabled_by_default: flag,
  entity_category: oneOf("config", "diagnostic"),
  icon,
  // Null: the entity is called as its device.
  name: (value) => (value === null ? undefined : text(value)),
  qos,
  unique_id: text,
};

const READ: Checks = { ...ANY, value_template: text };
const STATED: Checks = { ...ANY, state_topic: subscribeTopic, optimistic: flag, retain: flag };
/** The template of its state has another name. */
const COMMANDED: Checks = { ...STATED, command_template: text };
const WRITTEN: Checks = { ...COMMANDED, value_template: text };
const ON_OFF: Checks = { payload_on: text, payload_off: text };
const commanded = { command_topic: publishTopic };
const stated = { state_topic: subscribeTopic };

const BINARY_CLASSES =
  `battery battery_charging carbon_monoxide cold connectivity door garage_door gas heat light lock
  moisture motion moving occupancy opening plug power presence problem running safety smoke sound tamper update vibration
  window`.split(/\s+/);
const COLOR_MODES = ["onoff", "brightness", "color_temp", "hs", "xy", "rgb", "rgbw", "rgbww", "white"];

/**
 * What an entity is by a message on one of its topics: its state and its attributes; `undefined`: Home
 * Assistant would log it.
 */
export type Heard = (config: Payload, payload: string) => Payload | undefined;

export interface Platform {
  schema: Schema;
  /** Rules between keys. */
  faults?: (config: Payload) => string[];
  /**
   * The state that a payload means, where states.ts does not say it; `undefined`: Home Assistant would log
   * it. An empty payload, too.
   */
  stateOf?: (config: Payload, payload: string) => string | undefined;
  /** What is sent for an action, where states.ts does not say it; `undefined`: it has none. */
  commandOf?: (config: Payload, action: Action) => string | undefined;
  /** Of a platform with several topics, what it makes of each, by their options. */
  heard?: Readonly<Record<string, Heard>>;
  /** And what it sends for an action; `undefined`: it has none. */
  commandsOf?: (config: Payload, action: Action) => { topic: string; payload: string }[] | undefined;
}

export const PLATFORMS: Readonly<Record<string, Platform>> = {
  sensor: {
    schema: {
      required: stated,
      optional: {
        ...READ,
        expire_after: seconds,
        force_update: flag,
        last_reset_value_template: text,
        options: texts,
        suggested_display_precision: count,
        unit_of_measurement: text,
      },
    },
    faults: (config) => [
      ...noSetting(config),
      ...classFaults(config),
      ...stateFaults(config),
      ...resetFaults(config),
    ],
  },
  binary_sensor: {
    schema: {
      required: stated,
      optional: {
        ...READ,
        ...ON_OFF,
        device_class: oneOf(...BINARY_CLASSES),
        expire_after: seconds,
        off_delay: seconds,
      },
    },
    faults: noSetting,
  },
  // No entity: automations of the device begin with it. Other keys are taken and dropped.
  device_automation: {
    schema: {
      required: { automation_type: oneOf("trigger"), topic: subscribeTopic, type: text, subtype: text },
      optional: { payload: text, qos, value_template: text },
    },
    faults: ({ device }) => (device === undefined ? ["required key not provided: device"] : []),
  },
  event: {
    schema: {
      required: { ...stated, event_types: texts },
      optional: { ...READ, device_class: oneOf("button", "doorbell", "motion") },
    },
    faults: (config) => [...noSetting(config), ...doorbellFaults(config)],
  },
  switch: {
    schema: {
      required: commanded,
      optional: {
        ...WRITTEN,
        ...ON_OFF,
        device_class: oneOf("outlet", "switch"),
        state_on: text,
        state_off: text,
      },
    },
  },
  light: { schema: { required: commanded, optional: { ...STATED, ...ON_OFF } }, faults: lightFaults },
  lock: {
    schema: {
      required: commanded,
      optional: {
        ...WRITTEN,
        payload_lock: text,
        payload_unlock: text,
        payload_open: text,
        state_locked: text,
        state_locking: text,
        state_unlocked: text,
        state_unlocking: text,
        state_jammed: text,
      },
    },
  },
  valve: valvePlatform({ required: {}, optional: { ...WRITTEN, ...commanded } }),
  siren: {
    schema: {
      required: commanded,
      optional: {
        ...COMMANDED,
        ...ON_OFF,
        available_tones: texts,
        support_duration: flag,
        support_volume_set: flag,
      },
    },
  },
  number: {
    schema: {
      required: commanded,
      optional: { ...WRITTEN, min: number, max: number, mode: oneOf("auto", "box", "slider"), step: number },
    },
    faults: numberFaults,
  },
  select: { schema: { required: { ...commanded, options: texts }, optional: WRITTEN } },
  text: textPlatform({ required: commanded, optional: WRITTEN }),
  time: timePlatform({ required: commanded, optional: WRITTEN }),
  climate: climatePlatform(ANY),
  cover: coverPlatform(ANY),
  fan: fanPlatform({ required: commanded, optional: COMMANDED }),
  humidifier: humidifierPlatform({ required: commanded, optional: COMMANDED }),
  water_heater: waterHeaterPlatform(ANY),
  button: {
    schema: {
      required: commanded,
      optional: {
        ...ANY,
        device_class: oneOf("identify", "restart", "update"),
        payload_press: text,
        retain: flag,
      },
    },
  },
};

/** What is wrong with the configuration of a component, written out. */
export function componentFaults(platform: string, config: Payload): string[] {
  const rules = PLATFORMS[platform];
  if (rules === undefined) return [`Integration ${platform} is not supported`];
  const faults = faultsBy(rules.schema, config, "ignored");
  if (config.availability !== undefined && config.availability_topic !== undefined)
    faults.push("availability and availability_topic exclude each other");
  return faults.length > 0 ? faults : (rules.faults?.(config) ?? []);
}

function noSetting({ entity_category: category }: Payload): string[] {
  return category === "config" ? ["entity_category config is not allowed for a sensor"] : [];
}

function resetFaults({ last_reset_value_template: template, state_class: state }: Payload): string[] {
  if (template === undefined || state === "total") return [];
  return [`the option last_reset_value_template cannot be used together with the state class "${state}"`];
}

/** A warning since 2026.7, a refusal from 2027.4 on. */
function doorbellFaults({ device_class: name, event_types: types }: Payload): string[] {
  if (name !== "doorbell" || (types as string[]).includes("ring")) return [];
  return ["it is a doorbell event entity but does not support the 'ring' event type"];
}

function numberFaults(config: Payload): string[] {
  const { min = 1, max = 100, step = 1 } = config as { min?: number; max?: number; step?: number };
  return [
    ...(max > min ? [] : ["max must be greater than min"]),
    ...(step >= 0.001 ? [] : ["step is at least 0.001"]),
    ...classFaults(config),
  ];
}

function lightFaults(config: Payload): string[] {
  const { schema = "basic" } = config;
  if (schema === "json") return jsonLightFaults(config.supported_color_modes);
  if (schema !== "basic") return [`the schema of a light is not known: ${schema}`];
  const optional: Checks = {
    brightness_command_topic: publishTopic,
    brightness_state_topic: subscribeTopic,
    brightness_scale: seconds,
    rgb_command_topic: publishTopic,
    rgb_state_topic: subscribeTopic,
    on_command_type: oneOf("last", "first", "brightness"),
  };
  return faultsBy({ required: {}, optional }, config, "ignored");
}

function jsonLightFaults(modes: unknown): string[] {
  if (!Array.isArray(modes) || modes.length === 0) return ["a JSON light needs supported_color_modes"];
  const unknown = modes.filter((mode) => !COLOR_MODES.includes(mode as string));
  if (unknown.length > 0) return [`supported_color_modes are not known: ${unknown.join(", ")}`];
  const isMixed = modes.length > 1 && (modes.includes("onoff") || modes.includes("brightness"));
  return isMixed ? ["onoff and brightness each stand alone in supported_color_modes"] : [];
}
