// A device's entities: what it joins, every sensor and actuator of its declaration, and its problem, as Home
// Assistant is told of them.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { actuatorEntity } from "./actuator-entities.ts";
import type { Entity } from "./entity.ts";
import { entityOfJoined, joinedEntities, takenNames } from "./joined/joined-entities.ts";
import { mainOf } from "./main-entity.ts";
import { PROBLEM, problemEntity } from "./problem-entity.ts";
import { sensorEntities } from "./sensor-entities.ts";

/** The entities of a device, in the order of its declaration. Hidden ones are left out. */
export function entitiesOf(declaration: DeviceDeclaration): Entity[] {
  const { sensors = [], actuators = [], discovery = {} } = declaration;
  const own = (name: string) => discovery.entities?.[name] ?? {};
  const taken = takenNames(declaration);
  const all = [
    ...joinedEntities(declaration).map((joined) => entityOfJoined(joined, own(joined.key))),
    ...sensors.flatMap((sensor) => sensorEntities(sensor, own(sensor.name))),
    ...actuators
      .filter(({ name }) => !taken.includes(name))
      .map((actuator) => actuatorEntity(actuator, own(actuator.name))),
    problemEntity(own(PROBLEM)),
  ];
  const main = mainOf(declaration);
  return all
    .filter(({ key }) => own(key).hidden !== true)
    .map((entity) =>
      entity.key === main ? { ...entity, config: { ...entity.config, name: null } } : entity,
    );
}
