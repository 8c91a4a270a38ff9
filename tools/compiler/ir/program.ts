// The intermediate representation (IR) of a program: what the reader makes of a device's source, what passes
// change, and what targets print.
//
// A name is resolved: an expression holds the variable, the function, the field itself, and no text stands
// for one. An expression has its type, and everything the place in the source that it comes from. What may
// not be there is a value like others ("nothing"). Nothing here is of a target.
import type { Field, RecordKind, Type } from "./types.ts";

/** A line of the source, as sentences show it: "src/ring/ring.ts", from 1. */
export interface Place {
  file: string;
  line: number;
}

/** The place of code that a target adds by itself: no line of the source has it. */
export const NO_PLACE: Place = { file: "", line: 0 };

export interface Program {
  /** All functions in the order of the source, without those made within others. */
  readonly functions: ReadonlyMap<FunctionName, FunctionDef>;
  /**
   * The statements that run first, in order. Variables outside of functions are those that it declares
   * itself.
   */
  readonly start: Block;
}

export interface Variable {
  /** For people: two variables may have one name. */
  readonly name: string;
  readonly type: Type;
  readonly place: Place;
}

/** The identity of a function for its calls: it stays the same while passes change what the function does. */
export interface FunctionName {
  /** For people: two functions may have one name. */
  readonly name: string;
  readonly place: Place;
  /** The tags of its author: "hot", "cold", "connecting", "apart", "inline", "branch". */
  readonly tags: readonly string[];
}

export interface FunctionDef {
  readonly id: FunctionName;
  /** The variable for the receiver of a call, where the function uses `this`. */
  readonly self: Variable | undefined;
  readonly parameters: readonly Variable[];
  readonly result: Type;
  readonly body: Block;
}

export type Block = readonly Statement[];

export type Statement = { place: Place } & (
  | { kind: "let"; variable: Variable; value: Expression | undefined }
  | { kind: "assign"; target: Target; value: Expression }
  | { kind: "evaluate"; value: Expression }
  | { kind: "if"; condition: Expression; whenTrue: Block; whenFalse: Block }
  /**
   * The condition is tested before each turn, or behind it; `step` runs behind each turn, also behind one
   * that `continue` has ended.
   */
  | { kind: "loop"; tested: "before" | "behind"; condition: Expression; step: Block; body: Block }
  /** For each entry of a list. */
  | { kind: "each"; variable: Variable; list: Expression; body: Block }
  | { kind: "break" }
  | { kind: "continue" }
  | { kind: "return"; value: Expression | undefined }
  /** Ends the program, in these words. */
  | { kind: "fail"; value: Expression }
  /** Several results of a foreign call at once. */
  | { kind: "take"; variables: readonly (Variable | undefined)[]; from: Expression }
  /** Catches an error of the firmware; platforms have it, where an engine has it. */
  | { kind: "attempt"; body: Block; reason: Variable | undefined; caught: Block }
  /** A function made here, which sees the variables around it; it is called by its name. */
  | { kind: "define"; function: FunctionDef }
  | { kind: "block"; body: Block }
);

/** The target of a store. */
export type Target =
  | { kind: "variable"; variable: Variable }
  | { kind: "field"; of: Expression; field: Field }
  | { kind: "entry"; of: Expression; index: Expression }
  | { kind: "lookup"; of: Expression; key: Expression }
  | { kind: "member"; of: Expression; name: string }
  | { kind: "foreign"; name: string };

export type Expression = { type: Type; place: Place } & (
  | { kind: "number"; value: number }
  /** Bytes. */
  | { kind: "text"; value: string }
  | { kind: "truth"; value: boolean }
  | { kind: "nothing" }
  | { kind: "variable"; variable: Variable }
  /** A function as a value. */
  | { kind: "function"; function: FunctionName }
  /** A function made here, which sees the variables around it. */
  | { kind: "closure"; function: FunctionDef }
  /** `isOptional`: nothing, where the owner is nothing. */
  | { kind: "field"; of: Expression; field: Field; isOptional: boolean }
  /** Nothing where the list has no such entry. Counted from 0. */
  | { kind: "entry"; of: Expression; index: Expression }
  | { kind: "lookup"; of: Expression; key: Expression }
  | { kind: "record"; record: RecordKind; values: readonly FieldValue[] }
  | { kind: "table"; values: readonly TableValue[] }
  | { kind: "list"; items: readonly Expression[] }
  | { kind: "call"; function: FunctionName; arguments: readonly Expression[] }
  /** A call of a function that is a value. `isMethod`: of a field, whose record is the receiver. */
  | {
      kind: "call-value";
      of: Expression;
      isOptional: boolean;
      isMethod: boolean;
      arguments: readonly Expression[];
    }
  | { kind: "operation"; operator: Operator; operands: readonly Expression[] }
  /** Is it a number, a text, a record...? */
  | { kind: "is"; of: Expression; what: Type["kind"] }
  | { kind: "choose"; condition: Expression; whenTrue: Expression; whenFalse: Expression }
  | { kind: "and"; left: Expression; right: Expression }
  | { kind: "or"; left: Expression; right: Expression }
  /** The left one, where it is there. */
  | { kind: "or-else"; left: Expression; right: Expression }
  /** A thing of the firmware on the board, by its name. */
  | { kind: "foreign"; name: string }
  /** A new instance of something of the firmware's: `new Waveform(...)`. */
  | { kind: "new"; of: Expression; arguments: readonly Expression[] }
  | { kind: "member"; of: Expression; name: string }
  /** `isMethod`: its owner is its first argument. */
  | { kind: "call-member"; of: Expression; name: string; isMethod: boolean; arguments: readonly Expression[] }
);

export interface FieldValue {
  field: Field;
  value: Expression;
}

export interface TableValue {
  key: string;
  value: Expression;
}

/** The types of an operator's operands and of its result: the one place that says so. */
export const OPERATORS = {
  add: ["number", "number", "number"],
  subtract: ["number", "number", "number"],
  multiply: ["number", "number", "number"],
  divide: ["number", "number", "number"],
  remainder: ["number", "number", "number"],
  floor: ["number", "number"],
  negate: ["number", "number"],
  "shift-left": ["number", "number", "number"],
  "shift-right": ["number", "number", "number"],
  mask: ["number", "number", "number"],
  "inclusive-or": ["number", "number", "number"],
  "exclusive-or": ["number", "number", "number"],
  absolute: ["number", "number"],
  less: ["truth", "any", "any"],
  "less-or-equal": ["truth", "any", "any"],
  greater: ["truth", "any", "any"],
  "greater-or-equal": ["truth", "any", "any"],
  equal: ["truth", "any", "any"],
  "not-equal": ["truth", "any", "any"],
  not: ["truth", "any"],
  /** A whole number in digits; a value that may also be a text stays as it is. */
  "to-text": ["text", "number"],
  join: ["text", "text", "text"],
  "text-length": ["number", "text"],
  "list-length": ["number", "list"],
  "byte-at": ["number", "text", "number"],
  /** From, and before. */
  substring: ["text", "text", "number", "number"],
  /** From there to the end. */
  tail: ["text", "text", "number"],
  /** Where, from there on; -1 where it is not. */
  "index-of": ["number", "text", "text", "number"],
  /** Adds an entry at the end. */
  append: ["nothing", "list", "any"],
} as const satisfies Record<string, readonly [Type["kind"], ...(Type["kind"] | "any")[]]>;

/** These take as many operands as there are: numbers, one at least. */
export const OPERATORS_OF_MANY = { least: "number", most: "number", "from-bytes": "text" } as const;

export type Operator = keyof typeof OPERATORS | keyof typeof OPERATORS_OF_MANY;
