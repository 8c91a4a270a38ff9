// An expression of the IR as JavaScript, with parentheses where its words bind less than what they stand in.
import type { Named } from "./names.ts";
import { printText } from "./print-text.ts";
import type { Expression, FunctionDef, Operator } from "./program.ts";
import { type Field, mayBe, type Type } from "./types.ts";

export interface Words {
  of: (one: Named) => string;
  field: (one: Field) => string;
  /** The text of a function within an expression. */
  closure: (one: FunctionDef) => string;
  comparisons: Comparisons;
  /** Names of the operators that have one, as functions or as methods. */
  operators: ReadonlyMap<Operator, string>;
}

/**
 * "loose": by `==` wherever that says the same, with nothing (`x == null`) and between two numbers or texts.
 */
export type Comparisons = "strict" | "loose";

/** Binding strength of operators: those with a higher number bind first. */
const BINDS = {
  choose: 2,
  either: 3,
  both: 4,
  "inclusive-or": 5,
  "exclusive-or": 6,
  mask: 7,
  equal: 8,
  less: 9,
  shift: 10,
  add: 11,
  multiply: 12,
  sign: 13,
  member: 17,
  word: 18,
} as const;

/** Operators between two values, and their binding strength. */
const BETWEEN: Partial<Record<Operator, readonly [sign: string, binds: number]>> = {
  add: ["+", BINDS.add],
  join: ["+", BINDS.add],
  subtract: ["-", BINDS.add],
  multiply: ["*", BINDS.multiply],
  divide: ["/", BINDS.multiply],
  remainder: ["%", BINDS.multiply],
  "shift-left": ["<<", BINDS.shift],
  "shift-right": [">>", BINDS.shift],
  mask: ["&", BINDS.mask],
  "inclusive-or": ["|", BINDS["inclusive-or"]],
  "exclusive-or": ["^", BINDS["exclusive-or"]],
  less: ["<", BINDS.less],
  "less-or-equal": ["<=", BINDS.less],
  greater: [">", BINDS.less],
  "greater-or-equal": [">=", BINDS.less],
  equal: ["===", BINDS.equal],
  "not-equal": ["!==", BINDS.equal],
};

const LOOSE: Partial<Record<Operator, string>> = { equal: "==", "not-equal": "!=" };

const FUNCTIONS: Partial<Record<Operator, string>> = {
  floor: "Math.floor",
  absolute: "Math.abs",
  least: "Math.min",
  most: "Math.max",
  "from-bytes": "String.fromCharCode",
};

const METHODS: Partial<Record<Operator, string>> = {
  "byte-at": "charCodeAt",
  substring: "substring",
  tail: "substring",
  "index-of": "indexOf",
  append: "push",
};

const KINDS: Partial<Record<Type["kind"], string>> = {
  text: "string",
  number: "number",
  truth: "boolean",
  function: "function",
  nothing: "undefined",
  record: "object",
};

/** `least`: the binding strength that the place requires. */
export function printExpression(one: Expression, words: Words, least: number = 0): string {
  const [text, binds] = wordsOf(one, words);
  return binds < least ? `(${text})` : text;
}

/** The owner of a field or an entry. */
export function printOwner(one: Expression, words: Words): string {
  return printExpression(one, words, BINDS.member);
}

/** A list of values, as in a call. */
function printList(values: readonly Expression[], words: Words): string {
  return values.map((one) => printExpression(one, words, BINDS.choose)).join(", ");
}

function wordsOf(one: Expression, words: Words): readonly [string, number] {
  const member = (of: Expression): string => printExpression(of, words, BINDS.member);
  switch (one.kind) {
    case "number":
      return [String(one.value), one.value < 0 ? BINDS.sign : BINDS.word];
    case "text":
      return [printText(one.value), BINDS.word];
    case "truth":
      return [String(one.value), BINDS.word];
    case "nothing":
      return ["undefined", BINDS.word];
    case "variable":
      return [words.of(one.variable), BINDS.word];
    case "function":
      return [words.of(one.function), BINDS.word];
    case "closure":
      return [words.closure(one.function), one.function.self === undefined ? BINDS.choose : BINDS.word];
    case "foreign":
      return [one.name, BINDS.word];
    case "field":
      return [`${member(one.of)}${one.isOptional ? "?." : "."}${words.field(one.field)}`, BINDS.member];
    case "member":
      return [`${member(one.of)}.${one.name}`, BINDS.member];
    case "entry":
      return [`${member(one.of)}[${printExpression(one.index, words)}]`, BINDS.member];
    case "lookup":
      return [`${member(one.of)}${printKeyed(one.key, words)}`, BINDS.member];
    case "record":
      return [
        printRecord(
          one.values.map(({ field, value }) => [words.field(field), value]),
          words,
        ),
        BINDS.word,
      ];
    case "table":
      return [
        printRecord(
          one.values.map(({ key, value }) => [key, value]),
          words,
        ),
        BINDS.word,
      ];
    case "list":
      return [`[${printList(one.items, words)}]`, BINDS.word];
    case "call":
      return [`${words.of(one.function)}(${printList(one.arguments, words)})`, BINDS.member];
    case "call-value":
      return [
        `${member(one.of)}${one.isOptional ? "?." : ""}(${printList(one.arguments, words)})`,
        BINDS.member,
      ];
    case "call-member":
      return [`${member(one.of)}.${one.name}(${printList(one.arguments, words)})`, BINDS.member];
    case "new":
      return [`new ${member(one.of)}(${printList(one.arguments, words)})`, BINDS.member];
    case "operation":
      return operationWords(one, words);
    case "is":
      return [`typeof ${printExpression(one.of, words, BINDS.sign)} === "${KINDS[one.what]}"`, BINDS.equal];
    case "choose":
      return [
        `${printExpression(one.condition, words, BINDS.either)} ? ${printExpression(one.whenTrue, words, BINDS.choose)} : ${printExpression(one.whenFalse, words, BINDS.choose)}`,
        BINDS.choose,
      ];
    case "and":
      return [both(one, "&&", BINDS.both, words), BINDS.both];
    case "or":
      return [both(one, "||", BINDS.either, words), BINDS.either];
    case "or-else":
      // Beside && and || it stands in parentheses: the language wants them.
      return [both(one, "??", BINDS["inclusive-or"], words), BINDS.choose];
  }
}

function both(
  { left, right }: { left: Expression; right: Expression },
  sign: string,
  binds: number,
  words: Words,
): string {
  return `${printExpression(left, words, binds)} ${sign} ${printExpression(right, words, binds + 1)}`;
}

type Operation = Extract<Expression, { kind: "operation" }>;

/**
 * Are both numbers, or texts that are there? A value that is looked up may be missing, whatever its type
 * says.
 */
function areAlike(one: Expression, other: Expression): boolean {
  const { kind } = one.type;
  if (kind !== other.type.kind) return false;
  return kind === "number" || (kind === "text" && !isLookedUp(one) && !isLookedUp(other));
}

function isLookedUp({ kind }: Expression): boolean {
  return kind === "entry" || kind === "lookup";
}

function operationWords({ operator, operands }: Operation, words: Words): readonly [string, number] {
  const [first, second] = operands as [Expression, Expression];
  const isLoose = words.comparisons === "loose";
  if (second?.kind === "nothing" && (isLoose || mayBe(first.type, "foreign"))) {
    // A value of the firmware may be null: the IR has one nothing.
    const sign = LOOSE[operator];
    if (sign !== undefined) return [`${printed(first, words, BINDS.equal)} ${sign} null`, BINDS.equal];
  }
  const between = BETWEEN[operator];
  if (between !== undefined) {
    const [strict, binds] = between;
    const sign = isLoose && areAlike(first, second) ? (LOOSE[operator] ?? strict) : strict;
    const [left, right] = operator === "join" ? joinedParts(first, second, words) : [first, second];
    return [`${printed(left, words, binds)} ${sign} ${printed(right, words, binds + 1)}`, binds];
  }
  const called = FUNCTIONS[operator];
  const own = words.operators.get(operator);
  if (called !== undefined) return [`${own ?? called}(${printList(operands, words)})`, BINDS.member];
  const method = METHODS[operator];
  if (method !== undefined) {
    const given = operator === "index-of" ? withoutZero(operands.slice(1)) : operands.slice(1);
    return [
      `${printExpression(first, words, BINDS.member)}.${own ?? method}(${printList(given, words)})`,
      BINDS.member,
    ];
  }
  switch (operator) {
    case "negate":
      return [`-${printExpression(first, words, BINDS.member)}`, BINDS.sign];
    case "not":
      return [`!${printExpression(first, words, BINDS.sign)}`, BINDS.sign];
    case "to-text":
      return [`"" + ${printExpression(first, words, BINDS.multiply)}`, BINDS.add];
    default:
      return [`${printExpression(first, words, BINDS.member)}.length`, BINDS.member];
  }
}

function printed(value: Expression | string, words: Words, least: number): string {
  return typeof value === "string" ? value : printExpression(value, words, least);
}

/** A number beside a text needs no sign that it becomes digits; two numbers need one. */
function joinedParts(
  left: Expression,
  right: Expression,
  words: Words,
): readonly [Expression | string, Expression] {
  const [number, other] = [numberIn(left), numberIn(right)];
  if (number === undefined) return [left, other ?? right];
  if (other === undefined) return [number, right];
  return [`"" + ${printExpression(number, words, BINDS.multiply)}`, other];
}

function numberIn(one: Expression): Expression | undefined {
  return one.kind === "operation" && one.operator === "to-text" ? one.operands[0] : undefined;
}

/** A search from the beginning need not say so. */
function withoutZero(given: readonly Expression[]): readonly Expression[] {
  const [sought, from] = given;
  return from?.kind === "number" && from.value === 0 && sought !== undefined ? [sought] : given;
}

function printKeyed(key: Expression, words: Words): string {
  if (key.kind === "text" && isWord(key.value)) return `.${key.value}`;
  return `[${printExpression(key, words)}]`;
}

function printRecord(values: readonly (readonly [string, Expression])[], words: Words): string {
  if (values.length === 0) return "{}";
  const pairs = values.map(([key, value]) => {
    const name = isWord(key) ? key : printText(key);
    return `${name}: ${printExpression(value, words, BINDS.choose)}`;
  });
  return `{ ${pairs.join(", ")} }`;
}

function isWord(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}
