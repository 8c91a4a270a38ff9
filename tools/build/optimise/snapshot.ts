// Values as source text: records, lists, texts and numbers as literals, functions by their names. What a value shares with
// another one it names by the way to it, and records that hold each other are joined after both are there.
import { literalText } from "./evaluate.ts";

/** What a program has worked out. */
export interface Values {
  /** Its constants, in the order of their declarations. */
  constants: ReadonlyMap<string, unknown>;
  /** The names of its functions. */
  functions: ReadonlyMap<unknown, string>;
}

/** A value as text, and the statements that finish it. */
export interface Written {
  text: string;
  after: string[];
}

/**
 * The texts of those constants that are `wanted`; `undefined` when one holds what has no text. A key is the name of a
 * field when it is among `fields`, and data otherwise.
 */
export function snapshot(
  { constants, functions }: Values,
  wanted: ReadonlySet<string>,
  fields: ReadonlySet<string>,
): Map<string, Written> | undefined {
  const writer = new Writer(functions, fields);
  const written = new Map<string, Written>();
  for (const [name, value] of constants) {
    const one = writer.constant(name, value);
    if (wanted.has(name)) written.set(name, one);
  }
  return writer.failed ? undefined : written;
}

class Writer {
  /** Something was met that cannot be written. */
  failed = false;
  /** The way to each record or list. */
  private readonly paths = new Map<object, string>();
  private readonly open = new Set<object>();
  private after: string[] = [];

  constructor(
    private readonly functions: ReadonlyMap<unknown, string>,
    private readonly fields: ReadonlySet<string>,
  ) {}

  constant(name: string, value: unknown): Written {
    this.after = [];
    const text = this.value(value, name);
    this.open.clear();
    return { text, after: this.after };
  }

  private value(value: unknown, path: string): string {
    if (value === undefined) return "undefined";
    if (typeof value === "boolean" || typeof value === "string") return literalText(value);
    if (typeof value === "number" && Number.isFinite(value)) return literalText(value);
    const name = this.functions.get(value);
    if (name !== undefined) return name;
    if (typeof value === "object" && value !== null) return this.record(value, path);
    this.failed = true;
    return "undefined";
  }

  private record(value: object, path: string): string {
    const known = this.paths.get(value);
    if (known !== undefined && !this.open.has(value)) return known;
    if (known !== undefined) {
      this.after.push(` ${path} = ${known};`);
      return "undefined as never";
    }
    this.paths.set(value, path);
    this.open.add(value);
    if (Array.isArray(value))
      return `[${value.map((one, index) => this.value(one, `${path}[${index}]`)).join(", ")}]`;
    const parts = Object.entries(value).map(([key, one]) => {
      const isField = this.fields.has(key);
      const way = isField ? `${path}.${key}` : `${path}[${literalText(key)}]`;
      return `${isField ? key : literalText(key)}: ${this.value(one, way)}`;
    });
    return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
  }
}
