// An actuator in Home Assistant: its kind, its topics, and the words of its commands and states.

import type { ActuatorDeclaration, ActuatorKind } from "../device/declare/actuators/declaration.ts";
import { isColoured, isDimmable } from "../device/declare/actuators/light.ts";
import { isNumberInput, type NumberInputDeclaration } from "../device/declare/actuators/number-input.ts";
import { isSelectInput } from "../device/declare/actuators/select-input.ts";
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import { brightnessName, colourName, commandTopic, valueTopic } from "../device/run/topics.ts";
import { description, type Entity, type JsonRecord, ROOT } from "./entity.ts";

/** The root, in topics of one entity. */
const BASE = "~";

/** The actuator's own options, and over them those that the device gives to Home Assistant. */
export function actuatorOptions({ options }: ActuatorDeclaration, own: EntityOptions): EntityOptions {
  const { label, deviceClass, category } = options;
  return {
    ...(label === undefined ? {} : { label }),
    ...(deviceClass === undefined ? {} : { deviceClass }),
    ...(category === undefined ? {} : { category }),
    ...own,
  };
}

export function actuatorEntity(actuator: ActuatorDeclaration, own: EntityOptions): Entity {
  const { name: key, kind } = actuator;
  const config = {
    ...description(kind, key, actuatorOptions(actuator, own)),
    "~": ROOT,
    ...(kind === "button" ? {} : { stat_t: valueTopic(BASE, key) }),
    cmd_t: commandTopic(BASE, key),
    ...(mayObeyLate(actuator) ? { qos: 1 } : {}),
    ...WORDS[kind],
    ...ofKind(actuator),
  };
  return { platform: kind, key, config };
}

/**
 * Is it harmless when it obeys a command after it was away? At QoS 1 the broker keeps what is sent to it in the moments before its
 * loss is noticed. A bolt, a valve, a siren and a push of a button are meant for their moment, and so is what may not stay on for
 * long, or not without the broker.
 */
function mayObeyLate({ kind, maximumOn, offlineAfter }: ActuatorDeclaration): boolean {
  if (kind === "number" || kind === "select") return true;
  return (kind === "switch" || kind === "light") && maximumOn === 0 && offlineAfter === 0;
}

const ON_OFF: JsonRecord = { pl_on: "on", pl_off: "off" };

/** The words of a kind's commands and states, where Home Assistant expects others. */
const WORDS: Readonly<Record<ActuatorKind, JsonRecord>> = {
  switch: ON_OFF,
  light: ON_OFF,
  lock: { pl_lock: "lock", pl_unlk: "unlock", stat_locked: "locked", stat_unlocked: "unlocked" },
  // Its states are Home Assistant's own words: open, opening, closed, closing.
  valve: { pl_open: "open", pl_cls: "close" },
  // Without the template Home Assistant sends JSON.
  siren: { ...ON_OFF, cmd_tpl: "{{ value }}", sup_dur: false, sup_vol: false },
  number: {},
  select: {},
  button: { pl_prs: "press" },
};

/** What it says besides, by what it has of its kind. */
function ofKind(actuator: ActuatorDeclaration): JsonRecord {
  if (isNumberInput(actuator)) return ofNumberInput(actuator);
  if (isSelectInput(actuator)) return { ops: [...actuator.choices] };
  if (isColoured(actuator)) return { ...brightnessTopics(actuator.name), ...colourTopics(actuator.name) };
  if (isDimmable(actuator)) return brightnessTopics(actuator.name);
  return actuator.kind === "lock" && actuator.confirmedBy !== undefined ? LOCK_ON_ITS_WAY : {};
}

/** Only a lock that a sensor confirms is ever in between. */
const LOCK_ON_ITS_WAY: JsonRecord = {
  state_locking: "locking",
  state_unlocking: "unlocking",
  state_jammed: "jammed",
};

function brightnessTopics(light: string): JsonRecord {
  const brightness = brightnessName(light);
  return { bri_stat_t: valueTopic(BASE, brightness), bri_cmd_t: commandTopic(BASE, brightness) };
}

/** Home Assistant says and hears a colour as "255,128,0", too. */
function colourTopics(light: string): JsonRecord {
  const colour = colourName(light);
  return { rgb_stat_t: valueTopic(BASE, colour), rgb_cmd_t: commandTopic(BASE, colour) };
}

function ofNumberInput({ leastValue, mostValue, step, decimals, unit }: NumberInputDeclaration): JsonRecord {
  const scale = 10 ** decimals;
  return {
    min: leastValue / scale,
    max: mostValue / scale,
    step: step / scale,
    ...(unit === "" ? {} : { unit_of_meas: unit }),
  };
}
