// An expression of the IR as JavaScript, with parentheses where its words bind less than what they stand in.
import type { Named } from "./names.ts";
import { printText } from "./print-text.ts";
import type { Expression, FunctionDef, Operator } from "./program.ts";
import { type Field, mayBe, type Type } from "./types.ts";

export interface Words {
  of: (named: Named) => string;
  field: (field: Field) => string;
  /** The text of a function within an expression. */
  closure: (definition: FunctionDef) => string;
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
export function printExpression(expression: Expression, words: Words, least: number = 0): string {
  const [text, binds] = wordsOf(expression, words);
  return binds < least ? `(${text})` : text;
}

/** The owner of a field or an entry. */
export function printOwner(expression: Expression, words: Words): string {
  return printExpression(expression, words, BINDS.member);
}

/** A list of values, as in a call. */
function printList(values: readonly Expression[], words: Words): string {
  return values.map((value) => printExpression(value, words, BINDS.choose)).join(", ");
}

function wordsOf(node: Expression, words: Words): readonly [string, number] {
  switch (node.kind) {
    case "number":
      return [String(node.value), node.value < 0 ? BINDS.sign : BINDS.word];
    case "text":
      return [printText(node.value), BINDS.word];
    case "truth":
      return [String(node.value), BINDS.word];
    case "nothing":
      return ["undefined", BINDS.word];
    case "variable":
      return [words.of(node.variable), BINDS.word];
    case "function":
      return [words.of(node.function), BINDS.word];
    case "closure":
      return [words.closure(node.function), node.function.self === undefined ? BINDS.choose : BINDS.word];
    case "foreign":
      return [node.name, BINDS.word];
    case "record":
    case "table":
    case "list":
      return [printLiteral(node, words), BINDS.word];
    case "operation":
      return operationWords(node, words);
    case "is":
      return [`typeof ${printExpression(node.of, words, BINDS.sign)} === "${KINDS[node.what]}"`, BINDS.equal];
    case "choose":
      return [
        `${printExpression(node.condition, words, BINDS.either)} ? ${printExpression(node.whenTrue, words, BINDS.choose)} : ${printExpression(node.whenFalse, words, BINDS.choose)}`,
        BINDS.choose,
      ];
    case "and":
      return [both(node, "&&", BINDS.both, words), BINDS.both];
    case "or":
      return [both(node, "||", BINDS.either, words), BINDS.either];
    case "or-else":
      // Beside && and || it stands in parentheses: the language wants them.
      return [both(node, "??", BINDS["inclusive-or"], words), BINDS.choose];
    default:
      return [printMember(node, words), BINDS.member];
  }
}

function printLiteral(
  node: Extract<Expression, { kind: "record" | "table" | "list" }>,
  words: Words,
): string {
  if (node.kind === "list") return `[${printList(node.items, words)}]`;
  const values: [string, Expression][] =
    node.kind === "record"
      ? node.values.map(({ field, value }) => [words.field(field), value])
      : node.values.map(({ key, value }) => [key, value]);
  return printRecord(values, words);
}

/** An expression that binds as a member does: what stands behind an owner, and calls. */
function printMember(
  node: Extract<
    Expression,
    { kind: "field" | "member" | "entry" | "lookup" | "call" | "call-value" | "call-member" | "new" }
  >,
  words: Words,
): string {
  if (node.kind === "call") return `${words.of(node.function)}(${printList(node.arguments, words)})`;
  const owner = printOwner(node.of, words);
  switch (node.kind) {
    case "field":
      return `${owner}${node.isOptional ? "?." : "."}${words.field(node.field)}`;
    case "member":
      return `${owner}.${node.name}`;
    case "entry":
      return `${owner}[${printExpression(node.index, words)}]`;
    case "lookup":
      return `${owner}${printKeyed(node.key, words)}`;
    case "call-value":
      return `${owner}${node.isOptional ? "?." : ""}(${printList(node.arguments, words)})`;
    case "call-member":
      return `${owner}.${node.name}(${printList(node.arguments, words)})`;
    case "new":
      return `new ${owner}(${printList(node.arguments, words)})`;
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
function areAlike(left: Expression, right: Expression): boolean {
  const { kind } = left.type;
  if (kind !== right.type.kind) return false;
  return kind === "number" || (kind === "text" && !isLookedUp(left) && !isLookedUp(right));
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
    const rest = operator === "index-of" ? withoutZero(operands.slice(1)) : operands.slice(1);
    return [
      `${printExpression(first, words, BINDS.member)}.${own ?? method}(${printList(rest, words)})`,
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
  const [number, second] = [numberIn(left), numberIn(right)];
  if (number === undefined) return [left, second ?? right];
  if (second === undefined) return [number, right];
  return [`"" + ${printExpression(number, words, BINDS.multiply)}`, second];
}

function numberIn(expression: Expression): Expression | undefined {
  return expression.kind === "operation" && expression.operator === "to-text"
    ? expression.operands[0]
    : undefined;
}

/** A search from the beginning need not say so. */
function withoutZero(operands: readonly Expression[]): readonly Expression[] {
  const [sought, from] = operands;
  return from?.kind === "number" && from.value === 0 && sought !== undefined ? [sought] : operands;
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
