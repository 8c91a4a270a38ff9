// The device classes of an installed Home Assistant, as the table that the build checks devices against.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatted } from "./formatted.ts";
import { constantsOf, enumerationsOf, pythonRecord } from "./python-tables.ts";

/** The file that the table is written into, as one of its kind is laid out. */
export const TABLE = "src/discovery/core-classes.ts";

const HEAD = `// Device classes of Home Assistant, with their units and state classes, as this command writes them:
//
//   HOME_ASSISTANT=<folder of the package homeassistant> npm run record -- --only home-assistant
//
// The unit "" means that there is none. The micro sign is U+00B5 where every version takes that; since 2026 the
// core's own is U+03BC.

interface CoreClass {
  units: readonly string[];
  stateClasses: readonly string[];
}
`;

/**
 * The text of the table, from the folder of the Python package \`homeassistant\`. Throws for tables in
 * another form.
 */
export function classesTable(core: string): string {
  const read = (name: string) => readFileSync(join(core, name), "utf8");
  const constants = read("const.py");
  const sensors = read("components/sensor/const.py");
  const enumerations = new Map([...enumerationsOf(constants), ...enumerationsOf(sensors)]);
  const record = (name: string) => pythonRecord(sensors, name, enumerations, constantsOf(constants));
  const units = record("DEVICE_CLASS_UNITS");
  const states = record("DEVICE_CLASS_STATE_CLASSES");
  const micros = microUnits(sensors);
  const taken = (unit: string) => (micros.includes(micro(unit)) ? micro(unit) : unit);
  const classes = Object.fromEntries(
    [...states.keys()]
      .sort()
      .map((name) => [
        name,
        { units: (units.get(name) ?? []).map(taken), stateClasses: states.get(name) ?? [] },
      ]),
  );
  const binary = enumerationsOf(read("components/binary_sensor/const.py")).get("BinarySensorDeviceClass");
  if (binary === undefined) throw new Error("There is no BinarySensorDeviceClass.");
  const text = [
    HEAD,
    `/** Of the core that it was read from. */\nexport const CORE_VERSION = ${JSON.stringify(versionOf(constants))};\n`,
    `export const CORE_SENSOR_CLASSES: Readonly<Record<string, CoreClass>> = ${JSON.stringify(classes)};\n`,
    `export const BINARY_SENSOR_CLASSES: readonly string[] = ${JSON.stringify([...binary.values()].sort())};\n`,
  ].join("\n");
  return formatted(text, TABLE);
}

function versionOf(constants: string): string {
  const number = (name: string) =>
    new RegExp(`^${name}: Final = "?(\\w+)"?$`, "m").exec(constants)?.[1] ?? "?";
  return `${number("MAJOR_VERSION")}.${number("MINOR_VERSION")}`;
}

/** The units that the core takes by the micro sign, too: keys of AMBIGUOUS_UNITS. */
function microUnits(sensors: string): string[] {
  const table = /^AMBIGUOUS_UNITS\b.*?^\}/ms.exec(sensors)?.[0] ?? "";
  const units = [...table.matchAll(/^ +"\\u00b5([^"]*)":/gm)].map(([, unit]) => `\u00b5${unit}`);
  if (units.length === 0) throw new Error("There is no AMBIGUOUS_UNITS with the micro sign.");
  return units;
}

function micro(unit: string): string {
  return unit.replaceAll("\u03bc", "\u00b5");
}
