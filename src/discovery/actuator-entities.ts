// An actuator in Home Assistant: its kind, its topics, and the words of its commands and states.
import type { ActuatorDeclaration, ActuatorKind } from "../device/actuators/declaration.ts";
import type { EntityOptions } from "../device/home-assistant.ts";
import { brightnessName, commandTopic, valueTopic } from "../device/topics.ts";
import { description, type Entity, type JsonRecord, ROOT } from "./entity.ts";

/** The root, in topics of one entity. */
const BASE = "~";

/** The actuator's own options, and over them those that the device gives to Home Assistant. */
export function actuatorOptions(
  { presentation: options }: ActuatorDeclaration,
  own: EntityOptions,
): EntityOptions {
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
    ...description(key, actuatorOptions(actuator, own)),
    "~": ROOT,
    ...(kind === "button" ? {} : { stat_t: valueTopic(BASE, key) }),
    cmd_t: commandTopic(BASE, key),
    ...OF_KIND[kind](actuator),
  };
  return { platform: kind, key, config };
}

const ON_OFF: JsonRecord = { pl_on: "on", pl_off: "off" };

/** What each kind says besides its topics: the words of its commands and states, where Home Assistant expects others. */
const OF_KIND: Readonly<Record<ActuatorKind, (actuator: ActuatorDeclaration) => JsonRecord>> = {
  switch: () => ON_OFF,
  light: ({ name, dimmable }) =>
    dimmable
      ? {
          ...ON_OFF,
          bri_stat_t: valueTopic(BASE, brightnessName(name)),
          bri_cmd_t: commandTopic(BASE, brightnessName(name)),
        }
      : ON_OFF,
  lock: ({ confirmedBy }) => ({
    pl_lock: "lock",
    pl_unlk: "unlock",
    stat_locked: "locked",
    stat_unlocked: "unlocked",
    ...(confirmedBy === undefined
      ? {}
      : { state_locking: "locking", state_unlocking: "unlocking", state_jammed: "jammed" }),
  }),
  // Its states are Home Assistant's own words: open, opening, closed, closing.
  valve: () => ({ pl_open: "open", pl_cls: "close" }),
  // Without the template Home Assistant sends JSON.
  siren: () => ({ ...ON_OFF, cmd_tpl: "{{ value }}", sup_dur: false, sup_vol: false }),
  number: ({ leastValue, mostValue, numberStep, numberDecimals, numberUnit }) => ({
    min: leastValue / 10 ** numberDecimals,
    max: mostValue / 10 ** numberDecimals,
    step: numberStep / 10 ** numberDecimals,
    ...(numberUnit === "" ? {} : { unit_of_meas: numberUnit }),
  }),
  select: ({ choices }) => ({ ops: [...choices] }),
  button: () => ({ pl_prs: "press" }),
};
