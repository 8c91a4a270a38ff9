// Schemas of an installed Home Assistant: the keys of each platform that is announced by MQTT, for the
// stand-in of the tests. They are read as text, and what is written in another way throws.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatted } from "./formatted.ts";
import { constantsOf } from "./python-tables.ts";

/** The file that they are written into. */
export const SCHEMAS = "test/home-assistant/core-schemas.ts";

const HEAD = `// The keys that Home Assistant takes of each platform by MQTT: written by
// HOME_ASSISTANT=<folder of the package homeassistant> npm run record -- --only home-assistant

interface CoreSchema {
  required: readonly string[];
  optional: readonly string[];
}
`;

/** Where the schema of a platform is, in components/mqtt, and what it is called. */
const usual = (platform: string): Source => ({ file: `${platform}.py`, name: "DISCOVERY_SCHEMA" });
const SOURCES: Readonly<Record<string, Source>> = {
  ...Object.fromEntries(
    `binary_sensor button climate cover event fan humidifier lock number select sensor siren switch text valve water_heater`
      .split(" ")
      .map((platform) => [platform, usual(platform)]),
  ),
  device_automation: { file: "device_trigger.py", name: "TRIGGER_DISCOVERY_SCHEMA" },
  light: { file: "light/schema_basic.py", name: "DISCOVERY_SCHEMA_BASIC" },
};
/** A key that no other has. */
const OF_ENTITIES = "entity_category";
/** What all of them extend. */
const SHARED = ["config.py", "schemas.py", "light/schema.py"];

interface Source {
  file: string;
  name: string;
}

interface Keys {
  required: ReadonlySet<string>;
  optional: ReadonlySet<string>;
}

/**
 * The text of the file, from the folder of the Python package `homeassistant`. Throws for schemas in another
 * form.
 */
export function schemasTable(core: string): string {
  const all = Object.keys(SOURCES)
    .sort()
    .map((platform) => [platform, schemaOf(core, platform)] as const);
  const entities = all.filter(([, { optional }]) => optional.includes(OF_ENTITIES));
  const [, first] = entities[0] ?? [];
  if (first === undefined) throw new Error(`No schema has ${OF_ENTITIES}.`);
  const common = first.optional.filter((key) => entities.every(([, { optional }]) => optional.includes(key)));
  const schemas = all.map(([platform, schema]) => {
    const isEntity = entities.some(([entity]) => entity === platform);
    const { required, optional } = schema;
    return [platform, { required, optional: optional.filter((key) => !isEntity || !common.includes(key)) }];
  });
  const text = [
    HEAD,
    `/** Those that are optional for each that is an entity. */\nexport const ENTITY_KEYS: readonly string[] = ${JSON.stringify(common)};\n`,
    `export const CORE_SCHEMAS: Readonly<Record<string, CoreSchema>> = ${JSON.stringify(Object.fromEntries(schemas))};\n`,
  ].join("\n");
  return formatted(text, SCHEMAS);
}

function schemaOf(core: string, platform: string): { required: string[]; optional: string[] } {
  const { file, name } = SOURCES[platform] as Source;
  const read = (path: string) => {
    const whole = join(core, path);
    return existsSync(whole) ? readFileSync(whole, "utf8") : "";
  };
  const own = read(`components/mqtt/${file}`);
  const sources = [...SHARED.map((file) => read(`components/mqtt/${file}`)), own];
  const folder = `components/${platform}`;
  const words = [
    "const.py",
    "components/mqtt/const.py",
    `${folder}/const.py`,
    `${folder}/__init__.py`,
    "components/sensor/const.py",
  ];
  const constants = withAliases([...words.map(read), own]);
  const { required, optional } = keysOf(name, statementsOf(sources.join("\n")), constants);
  return {
    required: [...required].sort(),
    optional: [...optional].filter((field) => !required.has(field)).sort(),
  };
}

/** The constants of these sources, and those that are called as another one. */
function withAliases(sources: readonly string[]): ReadonlyMap<string, string> {
  const constants = new Map(sources.flatMap((source) => [...constantsOf(source)]));
  for (const source of sources)
    for (const [, name = "", original = ""] of source.matchAll(/^([A-Z]\w*)(?:: Final)? = ([A-Z]\w*)$/gm)) {
      const text = constants.get(original);
      if (text !== undefined) constants.set(name, text);
    }
  return constants;
}

/** What each name at the left margin is set to. */
function statementsOf(source: string): ReadonlyMap<string, string> {
  const matches = source.matchAll(/^(\w+) = (.*(?:\n(?:[ \t)\]}].*)?)*)/gm);
  return new Map([...matches].map(([, name = "", text = ""]) => [name, text]));
}

/** The keys of the schema `name`, and of those that it is made of. */
function keysOf(
  name: string,
  statements: ReadonlyMap<string, string>,
  constants: ReadonlyMap<string, string>,
): Keys {
  const text = statements.get(name);
  if (text === undefined) throw new Error(`There is no schema ${name}.`);
  const required = new Set<string>();
  const optional = new Set<string>();
  // What stands in a record in a record is the value of a key.
  const [outside, inside] = [atDepth(text, 0), atDepth(text, 1)];
  for (const [, base = ""] of outside.matchAll(/\b(\w*SCHEMA\w*)\b/g)) {
    if (!statements.has(base)) continue;
    const keys = keysOf(base, statements, constants);
    for (const key of keys.required) required.add(key);
    for (const key of keys.optional) optional.add(key);
  }
  for (const [, kind, word = ""] of inside.matchAll(
    /\.(Required|Optional|Exclusive|Inclusive)\(\s*("?\w+"?)/g,
  )) {
    const key = word.startsWith('"') ? word.slice(1, -1) : constants.get(word);
    if (key === undefined) throw new Error(`${name} has the key ${word}, which nothing is called.`);
    (kind === "Required" ? required : optional).add(key);
  }
  return { required, optional };
}

/** The text that is in so many records. */
function atDepth(text: string, depth: number): string {
  let at = 0;
  return [...text]
    .filter((character) => {
      if (character === "{") at += 1;
      if (character === "}") at -= 1;
      return at === depth && character !== "}";
    })
    .join("");
}
