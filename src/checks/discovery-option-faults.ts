// The options of homeAssistant() and of the entities that it joins, with the type
// of each. On a computer only.
import { type Check, isBoolean, isRecord, isText, shown } from "../arguments/given.ts";
import type { EntityOptions, HomeAssistantOptions } from "../device/declare/home-assistant.ts";
import type { JoinedOptions } from "../device/declare/joined.ts";
import { titleOf } from "../discovery/joined/joined.ts";
import { writtenIn } from "../discovery/joined/joined-entities.ts";
import { JOINS } from "../discovery/joined/joins.ts";
import { isNumber, isRecordOf } from "../kinds/option-checks.ts";
import type { Fault } from "./fault.ts";
import { type Checks, wrongOptionFaults } from "./wrong-option-faults.ts";

const isJoined: Check = (value) =>
  (Array.isArray(value) ? value : [value]).every(isRecord)
    ? undefined
    : 'a record of names, as { target: "target" }, or a list of such';
const JOINED = { name: isText, label: isText, deviceClass: isText, category: isText, icon: isText };

const HOME_ASSISTANT: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(Object.keys(JOINS).map((option) => [option, isJoined])),
  ...({
    prefix: isText,
    form: (value) => (value === "device" || value === "component" ? undefined : '"device" or "component"'),
    messageBytes: isNumber,
    label: isText,
    area: isText,
    manufacturer: isText,
    model: isText,
    version: isText,
    supportUrl: isText,
    main: isText,
    entities: isRecordOf,
  } satisfies Checks<Omit<HomeAssistantOptions, keyof JoinedOptions>>),
};
/** The options of an entity: only Home Assistant shows them. */
export const ENTITY: Checks<EntityOptions> = {
  label: isText,
  deviceClass: isText,
  stateClass: isText,
  category: isText,
  icon: isText,
  expireAfter: isNumber,
  enabled: isBoolean,
  hidden: isBoolean,
  trigger: isBoolean,
};

export function discoveryOptionFaults(discovery: HomeAssistantOptions): Fault[] {
  const { entities = {} } = discovery;
  const faults = wrongOptionFaults(discovery, [], "options of homeAssistant", discovery, HOME_ASSISTANT);
  return [
    ...(faults.length > 0 ? faults : joinedOptionFaults(discovery)),
    ...(isRecord(entities) ? Object.entries(entities) : []).flatMap(([name, own]) =>
      wrongOptionFaults(discovery, ["entities", name], `options of the entity ${shown(name)}`, own, ENTITY),
    ),
  ];
}

/** Of what is joined: an option that names a part is text. */
function joinedOptionFaults(discovery: HomeAssistantOptions): Fault[] {
  return writtenIn(discovery).flatMap(({ joined, path, options }) => {
    const { needed, optional, options: own } = joined;
    const names = Object.keys({ ...needed, ...optional }).map((option) => [option, isText] as const);
    const checks = { ...JOINED, ...own, ...Object.fromEntries(names) };
    return wrongOptionFaults(discovery, path, `options of the ${titleOf(joined)}`, options, checks);
  });
}
