// An actuator in Home Assistant: its kind, its topics, and the words of its commands and states.

import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import { commandTopic, valueTopic } from "../device/run/topics.ts";
import { kindOf } from "../kinds/kinds.ts";
import { description, type Entity, ROOT } from "./entity.ts";
import { announcedUnit, obviousClass } from "./sensor-classes.ts";

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
  const { entity, isNamedByClass, mayObeyLate, platform, unit, usualClass } = kindOf(actuator);
  const given = actuatorOptions(actuator, own);
  const described = entity(actuator);
  // With a class Home Assistant shows a number in its user's own unit, as a sensor.
  const { deviceClass = usualClass ?? (unit && obviousClass(key, unit(actuator))) } = given;
  const config = {
    ...description(key, { ...given, deviceClass }, isNamedByClass),
    "~": ROOT,
    ...(actuator.behaviour.hasState ? { stat_t: valueTopic(BASE, key) } : {}),
    cmd_t: commandTopic(BASE, key),
    ...(mayObeyLate(actuator) ? { qos: 1 } : {}),
    ...described,
    ...(typeof described.unit_of_meas === "string"
      ? { unit_of_meas: announcedUnit(described.unit_of_meas) }
      : {}),
  };
  return { platform: platform?.(actuator) ?? kind, key, config };
}
