// Steps of a device's use of the time of day, from nothing to all, and of its set-up: climate, written with
// more and more of it.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";

export interface TimeStep {
  name: string;
  /** What its `clock` says; "" for none. */
  clock: string;
  /** The same of its `setUp`. */
  setUp: string;
  /** And of its `page`. */
  page: string;
  /** Words that it imports beside climate's own, its rules and actuators beside climate's own. */
  words: readonly string[];
  rules: readonly string[];
  actuators: readonly string[];
  /** More options of its temperature, "" for none. */
  options: string;
}

/** climate as it is. */
export const NO_CLOCK: TimeStep = {
  name: "no clock",
  clock: "",
  setUp: "",
  page: "",
  words: [],
  rules: [],
  actuators: [],
  options: "",
};
const SERVERS: TimeStep = { ...NO_CLOCK, name: "`clock: {}`: time servers", clock: "{}" };
const AT_NIGHT = 'when("temperature").above(18).between("22:00", "06:00").set("heater", "off")';
const SCHEDULE: TimeStep = {
  ...NO_CLOCK,
  name: "zone and schedule: an `at`, a `between`",
  clock: '{ zone: "Europe/Berlin" }',
  words: ["at"],
  rules: ['at("06:30").on("mon-fri").set("heater", "on")', AT_NIGHT],
};
const SUN: TimeStep = {
  ...SCHEDULE,
  name: "and the sun: an `at(sunset)`",
  clock: '{ zone: "Europe/Berlin", latitude: 52.5, longitude: 13.4 }',
  words: [...SCHEDULE.words, "sunset"],
  rules: [...SCHEDULE.rules, 'at(sunset).set("heater", "off")'],
};
const SET_TIMES: TimeStep = {
  ...SUN,
  name: "and set times: a `timeInput`, a `durationInput`",
  words: [...SUN.words, "timeInput", "durationInput"],
  rules: [
    'at("wake").on("mon-fri").setFor("heater", "on", "warmth")',
    AT_NIGHT,
    'at(sunset).set("heater", "off")',
  ],
  actuators: [
    'timeInput("wake", { initial: "06:30" })',
    'durationInput("warmth", { min: minutes(5), max: minutes(120) })',
  ],
};

/** Each has what the one before it has, but for the topic, which takes the place of the servers. */
export const TIME_STEPS: readonly TimeStep[] = [
  NO_CLOCK,
  { ...NO_CLOCK, name: "`clock: { topic }`: a topic tells it", clock: '{ topic: "home/time" }' },
  SERVERS,
  SCHEDULE,
  SUN,
  SET_TIMES,
];

const STAMPED: TimeStep = { ...SERVERS, name: "and `stamped: true`", options: "stamped: true," };
const HISTORY: TimeStep = {
  ...STAMPED,
  name: "and a `history` of six hours, a reading each five minutes",
  words: ["hours"],
  options: `${STAMPED.options} history: { keep: hours(6), every: minutes(5) },`,
};

const DURABLE_HISTORY: TimeStep = {
  ...HISTORY,
  name: "and the history `durable`",
  options: `${STAMPED.options} history: { keep: hours(6), every: minutes(5), durable: true },`,
};
const DURABLE: TimeStep = {
  ...DURABLE_HISTORY,
  name: "and the readings `durable`, at QoS 1",
  options: `${DURABLE_HISTORY.options} qos: 1, durable: { within: minutes(5) },`,
};

/** Readings with their times: each step beside the one before it, from time servers on. */
export const HISTORY_STEPS: readonly TimeStep[] = [SERVERS, STAMPED, HISTORY, DURABLE_HISTORY, DURABLE];

export const SET_UP_STEPS: readonly TimeStep[] = [
  { ...NO_CLOCK, name: "`setUp: true`", setUp: "true" },
  { ...NO_CLOCK, name: "`page: true` and no set-up", page: "true" },
];

const CLIMATE = join(packageFolder, "firmware", "climate");

/** Writes climate with a step into a folder of its own in `folder`, called as climate is. Returns that. */
export function writeTimedClimate(step: TimeStep, folder: string): string {
  const path = join(folder, `${[...TIME_STEPS, ...HISTORY_STEPS, ...SET_UP_STEPS].indexOf(step)}`, "climate");
  mkdirSync(path, { recursive: true });
  cpSync(join(CLIMATE, "wiring.ts"), join(path, "wiring.ts"));
  writeFileSync(join(path, "device.ts"), timedDevice(step));
  return path;
}

/** climate's device.ts with what a step has. Throws where climate is written in another way than it was. */
function timedDevice({ clock, setUp, page, words, rules, actuators, options }: TimeStep): string {
  const list = (items: readonly string[]) => items.map((item) => `${item}, `).join("");
  const option = (key: string, value: string) => (value === "" ? "" : ` ${key}: ${value},`);
  const changes: [string, string][] = [
    ["import { device", `import { ${list(words)}device`],
    [
      'name: "living-room",',
      `name: "living-room",${option("clock", clock)}${option("setUp", setUp)}${option("page", page)}`,
    ],
    ["rules: [", `rules: [${list(rules)}`],
    ["actuators: [", `actuators: [${list(actuators)}`],
    ["every: seconds(30),", `every: seconds(30), ${options}`],
  ];
  return changes.reduce(
    (text, [before, after]) => {
      if (!text.includes(before)) throw new Error(`climate's device.ts has no ${before} to write behind.`);
      return text.replace(before, after);
    },
    readFileSync(join(CLIMATE, "device.ts"), "utf8"),
  );
}
