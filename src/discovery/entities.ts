// A device's entities: what it joins, every sensor and actuator of its declaration, and its problem, as Home
// Assistant is told of them.
import type { Milliseconds } from "../bytes/milliseconds.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { NEXT_REPORT_NAME, SAFE_MODE_NAME, STAY_AWAKE_NAME } from "../device/run/topics.ts";
import { actuatorEntity } from "./actuator-entities.ts";
import type { Entity } from "./entity.ts";
import { entityOfJoined, joinedEntities, takenNames } from "./joined/joined-entities.ts";
import { mainOf } from "./main-entity.ts";
import { nextReportEntity } from "./next-report-entity.ts";
import { PROBLEM, problemEntity } from "./problem-entity.ts";
import { safeModeEntity } from "./safe-mode-entity.ts";
import { sealedEntities } from "./sealed-entity.ts";
import { sensorEntities } from "./sensor-entities.ts";
import { stayAwakeEntity } from "./stay-awake-entity.ts";

/** The entities of a device, in the order of its declaration. Hidden ones are left out. */
export function entitiesOf(declaration: DeviceDeclaration): Entity[] {
  const { sensors = [], actuators = [], discovery = {} } = declaration;
  const own = (name: string) => discovery.entities?.[name] ?? {};
  const taken = takenNames(declaration);
  const all = [
    ...joinedEntities(declaration).map((joined) => entityOfJoined(joined, own(joined.key))),
    ...sensors.flatMap((sensor) =>
      sensorEntities(sensor, { ...sleepersExpiry(sensor, declaration), ...own(sensor.name) }),
    ),
    ...actuators
      .filter(({ name }) => !taken.includes(name))
      .flatMap((actuator) =>
        actuator.isSealed
          ? sealedEntities(actuator, own(actuator.name))
          : [actuatorEntity(actuator, own(actuator.name))],
      ),
    ...(declaration.sleep?.stayAwake === true ? [stayAwakeEntity(own(STAY_AWAKE_NAME))] : []),
    ...(declaration.sleep?.tellsNext === true ? [nextReportEntity(declaration, own(NEXT_REPORT_NAME))] : []),
    ...(declaration.safeMode === true ? [safeModeEntity(own(SAFE_MODE_NAME))] : []),
    problemEntity(own(PROBLEM)),
  ];
  const main = mainOf(declaration);
  return all
    .filter(({ key }) => own(key).hidden !== true)
    .map((entity) =>
      entity.key === main ? { ...entity, config: { ...entity.config, name: null } } : entity,
    );
}

/**
 * A wake may be so much late, by the drift of the chip's timer while it sleeps (boards/chips/sleep.ts), and
 * by the search for the broker.
 */
const DRIFT = 0.05;
const LATE_MS = 60_000;

/** A sleeper's sensor expires when two of its reports have not come, unless its author says otherwise. */
function sleepersExpiry({ options }: SensorDeclaration, { sleep }: DeviceDeclaration): EntityOptions {
  const every = sleep?.report ?? sleep?.every ?? 0;
  // Nobody knows when a contact wakes it next.
  if (every === 0 || options.expireAfter !== undefined) return {};
  return {
    expireAfter: Math.ceil(2 * every * (1 + DRIFT) + LATE_MS) as Milliseconds,
  };
}
