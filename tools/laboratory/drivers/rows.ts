// The rows of docs/drivers.md, made of the drivers: each says of its part what nobody can find out (`@part`, `@gives`,
// `@takes` or `@shows`, `@example` above the function that makes one), and is made to see the rest.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Drivable, NamedPins, Part, PinKind, TextPart, WireKind } from "../../../src/reading/part.ts";
import { packageFolder } from "../../files/package-folder.ts";

const FOLDER = join(packageFolder, "src", "drivers");
/** In the order of the tables, and how each is called there. */
const WIRES: Readonly<Record<Exclude<WireKind, "none"> | PinKind, string>> = {
  i2c: "I2C",
  "one-wire": "one-wire",
  uart: "UART",
  analog: "analog",
  pulses: "pulses",
  dht: "data line",
  hx711: "data line",
  edges: "timed edges",
  turns: "input",
  input: "input",
  output: "output",
  pwm: "PWM",
  pixels: "data line",
  pins: "pins",
  tx: "UART",
  rx: "UART",
  sck: "SPI",
  miso: "SPI",
  mosi: "SPI",
  cs: "SPI",
};
const ROLE = "role";

export interface DriverRow {
  /** The file's name, without its ending. */
  driver: string;
  part: string;
  wire: keyof typeof WIRES;
  /** Its pins by name, where it has several. */
  pins: NamedPins;
  /** What it measures, as `field` and unit; or what it takes or shows. */
  values: string;
  use: "measures" | "is driven" | "shows";
  /** Components of ESPHome that are such a part, with blanks between; "" for none. Behind a colon, which of its parts alone they are here. */
  esphome: string;
  /** How one is made, as its author writes it. */
  examples: readonly string[];
}

/** A row for each driver, by wire and name. Throws for one that does not say what its row needs, or says what is not so. */
export async function driverRows(): Promise<DriverRow[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));
  const rows = await Promise.all(files.map((file) => rowOf(file.slice(0, -".ts".length))));
  const order = Object.keys(WIRES);
  return rows
    .filter((row) => row !== undefined)
    .sort((a, b) => order.indexOf(a.wire) - order.indexOf(b.wire) || (a.driver < b.driver ? -1 : 1));
}

/** The lines of a table, from its first row on. */
function tableRows(rows: readonly DriverRow[]): string[] {
  return rows.map(({ driver, part, wire, pins, values, examples }) => {
    const made = examples.map((one) => `\`${one}\``).join(", ");
    return `| \`${driver}\` | ${part} | ${wiresInWords(wire, pins)} | ${values} | ${made} |`;
  });
}

/** "I2C", or each pin with its kind: "`forward` PWM, `backward` PWM". */
function wiresInWords(wire: DriverRow["wire"], pins: NamedPins): string {
  if (wire !== "pins") return WIRES[wire];
  return Object.entries(pins)
    .map(([name, kind]) => `\`${name}\` ${WIRES[kind]}`)
    .join(", ");
}

/** The page with these rows in its tables. A table is known by its head. */
export function withRows(page: string, rows: readonly DriverRow[]): string {
  const used = (by: DriverRow["use"]) => rows.filter(({ use }) => use === by);
  const driven = withTable(withTable(page, "quantities", used("measures")), "takes", used("is driven"));
  return withTable(driven, "shows", used("shows"));
}

function withTable(page: string, column: string, rows: readonly DriverRow[]): string {
  const head = `| driver | part | wire | ${column} | made with |\n| --- | --- | --- | --- | --- |\n`;
  const [before, after] = page.split(head);
  if (before === undefined || after === undefined)
    throw new Error(`docs/drivers.md has no table of "${column}".`);
  return `${before}${head}${tableRows(rows).join("\n")}\n${after.replace(/^(\|.*\n)*/, "")}`;
}

async function rowOf(driver: string): Promise<DriverRow | undefined> {
  const path = join(FOLDER, `${driver}.ts`);
  const name = driver.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const tags = tagsOf(path, name);
  const [part] = tags?.get("part") ?? [];
  // What drivers share stands in their folder, too.
  if (tags === undefined || part === undefined) return undefined;
  const [gives] = tags.get("gives") ?? [];
  const [takes] = tags.get("takes") ?? [];
  const [shows] = tags.get("shows") ?? [];
  const examples = tags.get("example") ?? [];
  const values = gives ?? takes ?? shows;
  if (values === undefined || examples[0] === undefined)
    throw new Error(`${path}: ${name} has to say @gives, @takes or @shows, and @example, as it says @part.`);
  const made = await madeBy(driver, examples[0]);
  const use = "drive" in made ? "is driven" : "writeRow" in made ? "shows" : "measures";
  if (values !== { measures: gives, "is driven": takes, shows }[use])
    throw new Error(`${path}: ${name} measures and says @gives, is driven and says @takes, or says @shows.`);
  const missing = use === "measures" ? fieldsIn(values).find((field) => !(field in made)) : undefined;
  if (missing !== undefined) throw new Error(`${path}: @gives names ${missing}, which ${name} has not.`);
  const { wire, pins = {} } = made;
  const [esphome = ""] = tags.get("esphome") ?? [];
  return { driver, part, wire: wire as DriverRow["wire"], pins, values, use, esphome, examples };
}

/** The tags above a function of a file, by their names; `undefined` where there is no such function. */
function tagsOf(path: string, name: string): ReadonlyMap<string, string[]> | undefined {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const maker = file.statements.find((one) => ts.isFunctionDeclaration(one) && one.name?.text === name);
  if (maker === undefined) return undefined;
  const tags = new Map<string, string[]>();
  for (const { tagName, comment } of ts.getJSDocTags(maker)) {
    const text = ts.getTextOfJSDocComment(comment) ?? "";
    tags.set(tagName.text, [...(tags.get(tagName.text) ?? []), text.trim()]);
  }
  return tags;
}

/** Makes the part as its first example says. */
async function madeBy(driver: string, example: string): Promise<Part | Drivable | TextPart> {
  const module = await import(`../../../src/drivers/${driver}.ts`);
  return new Function(...Object.keys(module), ROLE, "seconds", `return ${example};`)(
    ...Object.values(module),
    ROLE,
    (count: number) => count * 1000,
  );
}

/** The fields that a text names: "`temperature` °C, `humidity` %"; in place of fields it may name a call. */
function fieldsIn(values: string): string[] {
  return [...values.matchAll(/`(\w+)`/g)].map(([, field]) => field as string);
}
