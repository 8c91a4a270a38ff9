// Reads the literals of Python that Home Assistant's tables are made of: enumerations of texts, constants,
// and records of sets of these. Only their forms are read, and anything else throws: a table that is written
// in another way has to be looked at.

/** Texts by name of the enumeration and of the member. */
export type Enumerations = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** `class UnitOfPower(StrEnum):` with its members. */
export function enumerationsOf(source: string): Enumerations {
  const tables = new Map<string, Map<string, string>>();
  for (const [, name = "", body = ""] of source.matchAll(
    /^class (\w+)\([^)]*StrEnum\):\n((?:[ \t]+.*\n|\n)*)/gm,
  )) {
    const members = body.matchAll(/^ {4}(\w+) = \(?\s*"((?:[^"\\]|\\.)*)"/gm);
    tables.set(name, new Map([...members].map(([, member = "", text = ""]) => [member, textOf(text)])));
  }
  return tables;
}

/** `DEGREE: Final = "°"`. */
export function constantsOf(source: string): ReadonlyMap<string, string> {
  const matches = source.matchAll(/^([A-Z]\w*)(?:: Final(?:\[str\])?)? = \(?\s*"((?:[^"\\]|\\.)*)"/gm);
  return new Map([...matches].map(([, name = "", text = ""]) => [name, textOf(text)]));
}

/** What stands for no text in a set. */
const NONE = "";

/**
 * The record `name`, from the member of an enumeration that is the key to the texts of its set, `None` being
 * `NONE`.
 */
export function pythonRecord(
  source: string,
  name: string,
  enumerations: Enumerations,
  constants: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const begin = new RegExp(`^${name}\\b[^=]*= \\{\\n`, "m").exec(source);
  const end = begin === null ? -1 : source.indexOf("\n}\n", begin.index);
  if (begin === null || end < 0) throw new Error(`There is no record ${name}.`);
  const body = source.slice(begin.index + begin[0].length, end);
  const entries = new Map<string, readonly string[]>();
  for (const [, enumeration = "", member = "", set = ""] of body.matchAll(
    /^ {4}(\w+)\.(\w+): (set\(\w*\)|\{[^}]*\}),$/gm,
  )) {
    const key = memberOf(enumerations, enumeration, member);
    entries.set(key, textsOf(set, enumerations, constants));
  }
  const lines = body.match(/^ {4}\w+\.\w+:/gm) ?? [];
  if (entries.size === 0 || entries.size !== lines.length)
    throw new Error(`${name} has ${lines.length} entries, of which ${entries.size} are read.`);
  return entries;
}

function textsOf(
  set: string,
  enumerations: Enumerations,
  constants: ReadonlyMap<string, string>,
): readonly string[] {
  const whole = /^set\((\w*)\)$/.exec(set);
  if (whole !== null) return whole[1] === "" ? [] : allOf(enumerations, whole[1] as string);
  return set
    .slice(1, -1)
    .split(",")
    .map((expression) => expression.trim())
    .filter((expression) => expression !== "")
    .flatMap((expression) => {
      if (expression === "None") return [NONE];
      if (expression.startsWith("*")) return allOf(enumerations, expression.slice(1));
      const [enumeration = "", member] = expression.split(".");
      if (member !== undefined) return [memberOf(enumerations, enumeration, member)];
      const text = constants.get(expression);
      if (text === undefined) throw new Error(`Nothing is called ${expression}.`);
      return [text];
    });
}

function allOf(enumerations: Enumerations, name: string): string[] {
  const members = enumerations.get(name);
  if (members === undefined) throw new Error(`There is no enumeration ${name}.`);
  return [...members.values()];
}

function memberOf(enumerations: Enumerations, enumeration: string, member: string): string {
  const text = enumerations.get(enumeration)?.get(member);
  if (text === undefined) throw new Error(`${enumeration} has no ${member}.`);
  return text;
}

function textOf(literal: string): string {
  return literal.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
