// Faults of entities that Home Assistant gets joined from several parts: a part that is missing or of another
// kind, and names that stand twice. In no image.
import { nearest } from "../arguments/nearest-name.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { HomeAssistantOptions } from "../device/declare/home-assistant.ts";
import { type Sort, titleOf } from "../discovery/joined/joined.ts";
import {
  type JoinedEntity,
  joinedEntities,
  joinedOptions,
  takenNames,
} from "../discovery/joined/joined-entities.ts";
import { PROBLEM } from "../discovery/problem-entity.ts";
import type { Fault } from "./fault.ts";

const NAME = /^[a-z0-9-]+$/;

/** What declares one of a sort. */
const MAKERS: Readonly<Record<Sort, string>> = {
  sensor: "sensor",
  number: "numberInput",
  select: "selectInput",
  switch: "powerSwitch",
  valve: "valve",
};

export function joinedFaults(declaration: DeviceDeclaration, discovery: HomeAssistantOptions): Fault[] {
  const all = joinedEntities(declaration);
  return all.flatMap((entity, place) => {
    const at = (option: string, sentence: string): Fault => ({
      sentence: `The ${titleOf(entity.joined)} ${sentence}`,
      of: discovery,
      option: option === "" ? entity.path : [...entity.path, option],
    });
    const wrong = [
      ...nameFaults(declaration, entity.key, all.slice(0, place)).map((sentence) => at("name", sentence)),
      ...classFaults(entity, discovery).map((sentence) => at("deviceClass", sentence)),
      ...partFaults(declaration, entity).map(({ option, sentence }) => at(option, sentence)),
    ];
    if (wrong.length > 0) return wrong;
    return entity.joined.faults(entity.parts).map(({ option, sentence }) => at(option, sentence));
  });
}

/** In Home Assistant each has a name of its own. */
function nameFaults(declaration: DeviceDeclaration, key: string, before: readonly JoinedEntity[]): string[] {
  if (!NAME.test(key)) return [`has the name "${key}"; it is made of lower-case letters, digits and "-".`];
  const taken = takenNames(declaration);
  const { sensors = [], actuators = [] } = declaration;
  const others = [...sensors, ...actuators].map(({ name }) => name).filter((name) => !taken.includes(name));
  const isTwice = [...others, PROBLEM, ...before.map((entity) => entity.key)].includes(key);
  return isTwice
    ? [`has the name "${key}", as something else has; give it another, as name: "${key}-2".`]
    : [];
}

function classFaults(entity: JoinedEntity, { entities }: HomeAssistantOptions): string[] {
  const { classes } = entity.joined;
  const title = titleOf(entity.joined);
  const { deviceClass = "none" } = joinedOptions(entity, entities?.[entity.key] ?? {});
  if (deviceClass === "none" || classes.includes(deviceClass)) return [];
  const allowed = classes.length === 0 ? `a ${title} has none` : `a ${title} may be: ${classes.join(", ")}`;
  return [`has the device class "${deviceClass}"; in Home Assistant ${allowed}.`];
}

/** Checks every option that names a part: whether the part is there, and of a right sort. */
function partFaults(declaration: DeviceDeclaration, { joined, options }: JoinedEntity) {
  const named = Object.entries({ ...joined.needed, ...joined.optional });
  return named.flatMap(([option, sorts]) => {
    const name = options[option];
    if (name === undefined && !Object.hasOwn(joined.needed, option)) return [];
    const right = namesOf(declaration, sorts);
    if (typeof name === "string" && right.includes(name)) return [];
    const sort = sorts.map((allowed) => `a ${MAKERS[allowed]}`).join(" or ");
    const there = right.length === 0 ? "the device has none" : `those of the device are: ${right.join(", ")}`;
    if (name === undefined)
      return [{ option: "", sentence: `has no ${option}, which is ${sort}; ${there}.` }];
    const meant = nearest(String(name), right);
    const question = meant === undefined ? "" : ` (did you mean "${meant}"?)`;
    return [
      { option, sentence: `has "${String(name)}" as its ${option}, which is ${sort}; ${there}${question}.` },
    ];
  });
}

function namesOf({ sensors = [], actuators = [] }: DeviceDeclaration, sorts: readonly Sort[]): string[] {
  const ofKinds = actuators.filter(({ kind }) => (sorts as readonly string[]).includes(kind));
  return [...(sorts.includes("sensor") ? sensors : []), ...ofKinds].map(({ name }) => name);
}
