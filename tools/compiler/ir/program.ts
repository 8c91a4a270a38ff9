// The intermediate representation (IR) of a program: what the reader makes of a device's source, what passes change, and what targets print.
//
// A name is resolved: an expression holds the variable, the function, the field itself, and no text stands for one. An
// expression has its type, and everything the place in the source that it comes from. What may not be there is a value
// like others ("nothing"). Nothing here is of a target.
import type { Field, RecordKind, Type } from "./types.ts";

/** A line of the source, as sentences show it: "src/ring/ring.ts", from 1. */
export interface Place {
  file: string;
  line: number;
}

/** Of what a target adds by itself: no line of the source says it. */
export const NOWHERE: Place = { file: "", line: 0 };

export interface Program {
  /** All functions but those that are made within others, in the order of the source. */
  readonly functions: ReadonlyMap<FunctionName, FunctionDef>;
  /** What runs first, in order. Variables outside of functions are those that it declares itself. */
  readonly start: Block;
}

export interface Variable {
  /** For people: two variables may have one name. */
  readonly name: string;
  readonly type: Type;
  readonly place: Place;
}

/** What calls hold of a function: it stays the same one while passes change what the function does. */
export interface FunctionName {
  /** For people: two functions may have one name. */
  readonly name: string;
  readonly place: Place;
  /** What its author says of it: "hot", "cold", "inline", "branch". */
  readonly tags: readonly string[];
}

export interface FunctionDef {
  readonly id: FunctionName;
  /** What it is called on, where it asks for that by `this`. */
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
  /** Tested before each turn, or behind it; `step` runs behind each turn, also behind one that `continue` has ended. */
  | { kind: "loop"; tested: "before" | "behind"; condition: Expression; step: Block; body: Block }
  /** For each entry of a list. */
  | { kind: "each"; variable: Variable; list: Expression; body: Block }
  | { kind: "break" }
  | { kind: "continue" }
  | { kind: "return"; value: Expression | undefined }
  /** The program ends, in these words. */
  | { kind: "fail"; value: Expression }
  /** Several results of a foreign call at once. */
  | { kind: "take"; variables: readonly (Variable | undefined)[]; from: Expression }
  /** What the firmware raises in it is caught; platforms have it, where an engine has it. */
  | { kind: "attempt"; body: Block; reason: Variable | undefined; caught: Block }
  /** A function that is made here, and sees the variables around it; it is called by its name. */
  | { kind: "define"; function: FunctionDef }
  | { kind: "block"; body: Block }
);

/** What is given a value. */
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
  /** A function that is made here, and sees the variables around it. */
  | { kind: "closure"; function: FunctionDef }
  /** `isOptional`: nothing of nothing. */
  | { kind: "field"; of: Expression; field: Field; isOptional: boolean }
  /** Nothing where the list has no such entry. From 0. */
  | { kind: "entry"; of: Expression; index: Expression }
  | { kind: "lookup"; of: Expression; key: Expression }
  | { kind: "record"; record: RecordKind; values: readonly FieldValue[] }
  | { kind: "table"; values: readonly TableValue[] }
  | { kind: "list"; items: readonly Expression[] }
  | { kind: "call"; function: FunctionName; arguments: readonly Expression[] }
  /** Of a function that is a value. `isMethod`: of a field, whose record it is called on. */
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
  /** What the firmware on the board has by this name. */
  | { kind: "foreign"; name: string }
  /** A new one of what the firmware has: `new Waveform(...)`. */
  | { kind: "new"; of: Expression; arguments: readonly Expression[] }
  | { kind: "member"; of: Expression; name: string }
  /** `isMethod`: with what it is a member of as its own first argument. */
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

/** What operators are given and give, operand by operand: the one place that says so. */
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
  /** A whole number in digits; of what may be a text as well, the text as it is. */
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
  /** Puts an entry behind all others. */
  append: ["nothing", "list", "any"],
} as const satisfies Record<string, readonly [Type["kind"], ...(Type["kind"] | "any")[]]>;

/** These take as many operands as there are: numbers, one at least. */
export const OPERATORS_OF_MANY = { least: "number", most: "number", "from-bytes": "text" } as const;

export type Operator = keyof typeof OPERATORS | keyof typeof OPERATORS_OF_MANY;
