// Faults of a user's own scenario, whose types nobody may have checked.
import {
  type Check,
  isFunction,
  isRecord,
  isText,
  shown,
  wrongOptions,
} from "../../../src/arguments/given.ts";
import type { Group, Scenario } from "./scenario.ts";

const isTime: Check = (value) =>
  Number.isFinite(value) && Number(value) >= 0 ? undefined : "a time, such as seconds(60)";
const isCount: Check = (value) => {
  const counts = isRecord(value) ? ["virtual", "real"].map((time) => Reflect.get(value, time)) : [value];
  const areWhole = counts.every((number) => Number.isSafeInteger(number) && Number(number) >= 0);
  return areWhole ? undefined : "a whole number, or { virtual, real } of two";
};
const isHears: Check = (value) =>
  ["each", "newest", "share"].includes(value as string) ? undefined : '"each", "newest" or "share"';
const isList: Check = (value) => (Array.isArray(value) ? undefined : "a list");
const isPromise: Check = (value) => (isRecord(value) ? undefined : "a promise");

function recordOf(what: string, isOne: (value: unknown) => boolean): Check {
  return (value) => (isRecord(value) && Object.values(value).every(isOne) ? undefined : what);
}

const SCENARIO: Readonly<Record<keyof Scenario, Check>> = {
  title: isText,
  lasts: isTime,
  takePart: recordOf("a record of groups by their names, each { program: (place) => ... }", isRecord),
  access: isFunction,
  inFlight: isCount,
  faults: isList,
  queues: isList,
  page: (value) => (isRecord(value) ? undefined : "{ takePart, names, secret }"),
  expect: recordOf(
    'a record of expectations by their sentences, such as { "all hear all": everyMessage("display") }',
    (value) => typeof value === "function",
  ),
};
const NEEDED = ["title", "lasts", "takePart", "expect"] as const;

const GROUP: Readonly<Record<keyof Group, Check>> = {
  program: isFunction,
  count: isCount,
  startWithin: isTime,
  hears: isHears,
  listensTo: isFunction,
  startAfter: isText,
  ready: isPromise,
  queue: isText,
};

/** One sentence for each fault. */
export function scenarioFaults(scenario: unknown): string[] {
  if (!isRecord(scenario))
    return [
      `The default export is ${shown(scenario)}; it should be a scenario: export default scenario({ ... }).`,
    ];
  const own = scenario as Partial<Scenario>;
  const missing = NEEDED.filter((name) => own[name] === undefined).map(
    (name) => `The option ${name} is missing; it is ${SCENARIO[name](undefined)}.`,
  );
  const wrong = wrongOptions("options of the scenario", scenario, SCENARIO).map(({ sentence }) => sentence);
  return [...missing, ...wrong, ...groupFaults(own.takePart)];
}

function groupFaults(groups: unknown): string[] {
  if (!isRecord(groups)) return [];
  return Object.entries(groups).flatMap(([name, group]) => {
    if (!isRecord(group)) return [];
    const missing = Reflect.get(group, "program") === undefined;
    return [
      ...(missing ? [`The group ${name} has no program; it is ${isFunction(undefined)}.`] : []),
      ...wrongOptions(`options of the group ${name}`, group, GROUP).map(({ sentence }) => sentence),
    ];
  });
}
