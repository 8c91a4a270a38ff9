// The main thing of a device, which Home Assistant calls as the device itself: "Lamp", not "Lamp Lamp". In no
// image.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import { actuatorOptions } from "./actuator-entities.ts";
import { words } from "./entity.ts";
import { joinedEntities, joinedOptions, takenNames } from "./joined/joined-entities.ts";
import { sensorOptions } from "./sensor-entities.ts";

/** What the author gives as `main` where nothing is. */
export const NO_MAIN = "none";

/**
 * The name of what is the device's main thing, joined or a sensor or an actuator: the one that the author
 * says; or the one that is called as the device is; or the only one that is no diagnostic and no setting,
 * unless it has a label of its own. `undefined`: none is.
 */
export function mainOf(declaration: DeviceDeclaration): string | undefined {
  const { name, sensors = [], actuators = [], discovery = {} } = declaration;
  if (discovery.main !== undefined) return discovery.main === NO_MAIN ? undefined : discovery.main;
  const own = (key: string) => discovery.entities?.[key] ?? {};
  const taken = takenNames(declaration);
  const free = actuators.filter((actuator) => !taken.includes(actuator.name));
  const candidates: { key: string; options: EntityOptions }[] = [
    ...joinedEntities(declaration).map((entity) => ({
      key: entity.key,
      options: joinedOptions(entity, own(entity.key)),
    })),
    ...free.map((actuator) => ({
      key: actuator.name,
      options: actuatorOptions(actuator, own(actuator.name)),
    })),
    ...sensors.map((sensor) => ({ key: sensor.name, options: sensorOptions(sensor, own(sensor.name)) })),
  ].filter(({ options }) => options.category === undefined && options.hidden !== true);
  const names = [name, discovery.label ?? name].map(plain);
  const called = candidates.find(({ key, options }) => names.includes(plain(options.label ?? key)));
  if (called !== undefined) return called.key;
  const [only, ...others] = candidates;
  return others.length === 0 && only?.options.label === undefined ? only?.key : undefined;
}

/** A name without what people do not hear. */
function plain(name: string): string {
  return words(name).toLowerCase().trim();
}
