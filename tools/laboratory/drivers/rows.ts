// Facts about each driver for the pages: each says of its part what nobody can find out (`@part`, `@gives`,
// `@takes` or `@shows`, `@example`, `@note` above the function that makes one), and is made to see the rest.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type {
  Drivable,
  NamedPins,
  Part,
  PinKind,
  Quantity,
  TextPart,
  WireKind,
} from "../../../src/reading/part.ts";
import { packageFolder } from "../../files/package-folder.ts";

const FOLDER = join(packageFolder, "src", "drivers");
/** In the order of the tables, and how each is called there. */
export const WIRES: Readonly<Record<Exclude<WireKind, "none"> | PinKind, string>> = {
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
  /**
   * Components of ESPHome that are such a part, with blanks between; "" for none. Behind a colon, which of
   * its parts alone they are here.
   */
  esphome: string;
  /** How one is made, as its author writes it. */
  examples: readonly string[];
  /** What its author has to know; "" for nothing. */
  note: string;
  /** What one of them measures. */
  quantities: readonly Quantity[];
}

/**
 * A row for each driver, by wire and name. Throws for one that does not say what its row needs, or says what
 * is not so.
 */
export async function driverRows(): Promise<DriverRow[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));
  const rows = await Promise.all(files.map((file) => rowOf(file.slice(0, -".ts".length))));
  const order = Object.keys(WIRES);
  return rows
    .filter((row) => row !== undefined)
    .sort((a, b) => order.indexOf(a.wire) - order.indexOf(b.wire) || (a.driver < b.driver ? -1 : 1));
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
  const module = await import(`../../../src/drivers/${driver}.ts`);
  const made = evaluated(module, examples[0]) as Part | Drivable | TextPart;
  const use = "drive" in made ? "is driven" : "writeRow" in made ? "shows" : "measures";
  if (values !== { measures: gives, "is driven": takes, shows }[use])
    throw new Error(`${path}: ${name} measures and says @gives, is driven and says @takes, or says @shows.`);
  const quantities = use === "measures" ? quantitiesIn(values, module, made as Part) : [];
  if (quantities === undefined) throw new Error(`${path}: @gives names what ${name} has not: ${values}.`);
  const { wire, pins = {} } = made;
  const [esphome = ""] = tags.get("esphome") ?? [];
  const note = (tags.get("note") ?? []).join(" ").replace(/\s+/g, " ");
  const of = { wire: wire as DriverRow["wire"], pins, quantities };
  return { driver, part, ...of, values, use, esphome, examples, note };
}

/** The tags above a function of a file, by their names; `undefined` where there is no such function. */
function tagsOf(path: string, name: string): ReadonlyMap<string, string[]> | undefined {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const maker = file.statements.find(
    (statement) => ts.isFunctionDeclaration(statement) && statement.name?.text === name,
  );
  if (maker === undefined) return undefined;
  const tags = new Map<string, string[]>();
  for (const { tagName, comment } of ts.getJSDocTags(maker)) {
    const text = ts.getTextOfJSDocComment(comment) ?? "";
    tags.set(tagName.text, [...(tags.get(tagName.text) ?? []), text.trim()]);
  }
  return tags;
}

/** What a text of an author's is, beside what the driver exports. `part`: what it calls so. */
function evaluated(module: object, text: string, part?: Part): unknown {
  const known = { ...module, role: ROLE, part, seconds: (count: number) => count * 1000 };
  return new Function(...Object.keys(known), `return ${text};`)(...Object.values(known));
}

/**
 * "`temperature` °C, `humidity` %": fields; in place of a field there may be a call. `undefined` if one is
 * none of the part's.
 */
function quantitiesIn(values: string, module: object, part: Part): Quantity[] | undefined {
  const named = [...values.matchAll(/`([^`]+)`/g)].map(([, text = ""]) =>
    /^\w+$/.test(text) ? (part as unknown as Record<string, Quantity>)[text] : evaluated(module, text, part),
  );
  return named.includes(undefined) ? undefined : (named as Quantity[]);
}
