// The joined entities of a declaration: what each is made of, and which parts stand in them alone.
import type { ActuatorDeclaration } from "../../device/declare/actuators/declaration.ts";
import type { DeviceDeclaration } from "../../device/declare/device.ts";
import type { EntityOptions, HomeAssistantOptions } from "../../device/declare/home-assistant.ts";
import type { JoinedEntityOptions, JoinedOptions } from "../../device/declare/joined.ts";
import type { SensorDeclaration } from "../../device/declare/sensor.ts";
import { kindOf } from "../../kinds/kinds.ts";
import { description, type Entity, ROOT } from "../entity.ts";
import { BASE, commandOf, type Joined } from "./joined.ts";
import { JOINS } from "./joins.ts";

type Part = SensorDeclaration | ActuatorDeclaration;
/** As its author wrote it: its own options, and the names of its parts. */
type Written = JoinedEntityOptions & Readonly<Record<string, unknown>>;

export interface JoinedEntity {
  joined: Joined;
  /** The way to it in homeAssistant(). */
  path: readonly string[];
  /** Its name: once in the device. */
  key: string;
  options: Written;
  /** Those of its parts that the device has, by their options. */
  parts: Readonly<Record<string, Part>>;
}

export function joinedEntities({
  sensors = [],
  actuators = [],
  discovery = {},
}: DeviceDeclaration): JoinedEntity[] {
  const things = new Map<unknown, Part>([...sensors, ...actuators].map((part) => [part.name, part]));
  return writtenIn(discovery).map(({ joined, path, options }) => {
    const names = Object.keys({ ...joined.needed, ...joined.optional });
    const parts = names.flatMap((option) => {
      const part = things.get(options[option]);
      return part === undefined ? [] : [[option, part] as const];
    });
    const { name: key = joined.platform.replaceAll("_", "-") } = options;
    return { joined, path, key, options, parts: Object.fromEntries(parts) };
  });
}

/** Those that are written down, one after the other. */
export function writtenIn(
  discovery: HomeAssistantOptions,
): Pick<JoinedEntity, "joined" | "path" | "options">[] {
  const all = Object.entries(JOINS) as [keyof JoinedOptions, Joined][];
  return all.flatMap(([option, joined]) => {
    const given: unknown = discovery[option];
    if (given === undefined) return [];
    if (!Array.isArray(given)) return [{ joined, path: [option], options: given as Written }];
    return given.map((options: Written, place) => ({ joined, path: [option, String(place)], options }));
  });
}

/**
 * The names of what stands in joined entities alone: the actuators in them. A sensor stands by itself as
 * well, as statistics are kept of sensors only.
 */
export function takenNames(declaration: DeviceDeclaration): string[] {
  const { discovery = {} } = declaration;
  return joinedEntities(declaration)
    .flatMap(({ parts }) => Object.values(parts).filter(isActuator))
    .map(({ name }) => name)
    .filter((name) => discovery.entities?.[name]?.hidden !== false);
}

function isActuator(part: Part): part is ActuatorDeclaration {
  return "kind" in part;
}

/** The options of one, and over them those that stand below its name. */
export function joinedOptions({ options }: JoinedEntity, own: EntityOptions): EntityOptions {
  const { label, deviceClass, category, icon } = options;
  return {
    ...(label === undefined ? {} : { label }),
    ...(deviceClass === undefined ? {} : { deviceClass }),
    ...(category === undefined ? {} : { category }),
    ...(icon === undefined ? {} : { icon }),
    ...own,
  };
}

export function entityOfJoined(entity: JoinedEntity, own: EntityOptions): Entity {
  const { joined, key, parts, options } = entity;
  const described = joined.entity(parts, options);
  const topics = Object.values(described);
  const commanded = Object.values(parts).filter(
    (part) => isActuator(part) && topics.includes(commandOf(part)),
  );
  const config = {
    ...description(key, joinedOptions(entity, own), false),
    [BASE]: ROOT,
    ...((commanded as ActuatorDeclaration[]).every((part) => kindOf(part).mayObeyLate(part))
      ? { qos: 1 }
      : {}),
    ...described,
  };
  return { platform: joined.platform, key, config };
}
