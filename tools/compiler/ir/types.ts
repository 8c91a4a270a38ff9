// Types of a program's values: what an expression can be, said once by the reader and kept by every pass.

/**
 * A field of records. One field has one name, whatever interfaces say so: records that flow into one another
 * share it.
 */
export interface Field {
  readonly name: string;
  /** It is read by a text somewhere (`table[key]`), or by the firmware: its name is data, and stays. */
  isData: boolean;
  /** A record that was made without it may be asked for it. */
  mayBeMissing: boolean;
  /** Its author wants its record to stand in the record that holds it (`@inline`). */
  isInline: boolean;
}

/** A kind of record: all records with these fields. */
export interface RecordKind {
  /** The interface's name, for people. */
  readonly name: string;
  readonly fields: ReadonlyMap<Field, Type>;
}

export type Type =
  | { kind: "nothing" }
  | { kind: "number" }
  | { kind: "text" }
  | { kind: "truth" }
  | { kind: "list"; of: Type }
  | { kind: "record"; record: RecordKind }
  /** Read by texts: `table[key]`. */
  | { kind: "table"; of: Type }
  | { kind: "function"; parameters: readonly Type[]; result: Type }
  /** One of several types: "number or nothing" is a value that may be missing. */
  | { kind: "either"; of: readonly Type[] }
  /** A value of the firmware on the board: nothing is known of it. */
  | { kind: "foreign" };

export const NOTHING: Type = { kind: "nothing" };
export const NUMBER: Type = { kind: "number" };
export const TEXT: Type = { kind: "text" };
export const TRUTH: Type = { kind: "truth" };
export const FOREIGN: Type = { kind: "foreign" };

/** The types that a value of this type may have. */
export function membersOf(type: Type): readonly Type[] {
  return type.kind === "either" ? type.of : [type];
}

export function mayBe(type: Type, kind: Type["kind"]): boolean {
  return membersOf(type).some((member) => member.kind === kind || member.kind === "foreign");
}

/** One of these types. A type that is there twice counts once, and the parts of a union join this one. */
export function eitherOf(types: readonly Type[]): Type {
  const members = [...new Map(types.flatMap(membersOf).map((type) => [keyOf(type), type])).values()];
  return members.length === 1 ? (members[0] as Type) : { kind: "either", of: members };
}

/** Plain types are one each; others are themselves. */
function keyOf(type: Type): unknown {
  switch (type.kind) {
    case "record":
      return type.record;
    case "list":
    case "table":
    case "function":
    case "either":
      return type;
    default:
      return type.kind;
  }
}
