// A sealed actuator in Home Assistant: its state, to be read. Home Assistant has no key, so that it is no
// switch or lock there, whose commands would all be refused.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import { valueTopic } from "../device/run/topics.ts";
import { kindOf } from "../kinds/kinds.ts";
import { actuatorOptions } from "./actuator-entities.ts";
import { description, type Entity, ROOT } from "./entity.ts";
import { announcedUnit } from "./sensor-classes.ts";

/** That it cannot be commanded there. */
const SHIELD = "mdi:shield-key";

/** One, or none for a button: nothing of that can be read. */
export function sealedEntities(actuator: ActuatorDeclaration, own: EntityOptions): Entity[] {
  const { name: key, behaviour } = actuator;
  if (!behaviour.hasState) return [];
  const { label, category, icon = SHIELD, enabled } = actuatorOptions(actuator, own);
  const unit = kindOf(actuator).unit?.(actuator);
  const config = {
    ...description(key, {
      icon,
      ...(label === undefined ? {} : { label }),
      // A sensor is never among the settings.
      ...(category === undefined ? {} : { category: "diagnostic" as const }),
      ...(enabled === undefined ? {} : { enabled }),
    }),
    "~": ROOT,
    stat_t: valueTopic("~", key),
    ...(unit ? { unit_of_meas: announcedUnit(unit) } : {}),
  };
  return [{ platform: "sensor", key, config }];
}
