// Expressions of JavaScript as text, with the fewest parentheses.
import type {
  AnyNode,
  Function as FunctionNode,
  Identifier,
  Literal,
  MemberExpression,
  Node,
  Property,
} from "acorn";
import type { ScriptWriter } from "./script-writer.ts";

/** How tightly each kind of expression binds; what binds less than its place takes stands in parentheses. */
const [SEQUENCE, ASSIGNMENT, CONDITIONAL, UNARY, POSTFIX, CALL, ALWAYS] = [1, 2, 3, 15, 16, 17, 18];

const BINARY = [
  ["??"],
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!=", "===", "!=="],
  ["<", ">", "<=", ">=", "instanceof"],
  ["<<", ">>", ">>>"],
  ["+", "-"],
  ["*", "/", "%"],
];
const BINARY_LEVELS = new Map(
  BINARY.flatMap((signs, index) => signs.map((sign) => [sign, CONDITIONAL + 1 + index] as const)),
);

/** `??` takes no `||` or `&&` beside it without parentheses. */
const BITS = BINARY_LEVELS.get("|") as number;

type Kind = AnyNode["type"];

/** The way to print each kind of node. */
export type Ways = { [K in Kind]?: (node: Extract<AnyNode, { type: K }>) => void };

/** Prints a node by its way. */
export function printBy(ways: Ways, node: AnyNode): void {
  const way = ways[node.type] as ((node: AnyNode) => void) | undefined;
  if (way === undefined) throw new Error(`no way to print JavaScript of kind ${node.type}`);
  way(node);
}

/** Prints expressions; what prints statements prints the functions in them. */
export abstract class ExpressionPrinter {
  private readonly expressions: Ways = {
    Identifier: ({ name }) => this.out.write(name),
    ThisExpression: () => this.out.write("this"),
    Literal: (node) => this.out.write(literal(node)),
    ArrayExpression: ({ elements }) => this.bracketed("[", elements, "]"),
    ObjectExpression: ({ properties }) => this.object(properties as Property[]),
    FunctionExpression: (node) => this.function(node.id ? ["function", node.id.name] : ["function"], node),
    ArrowFunctionExpression: (node) => this.arrow(node),
    SequenceExpression: ({ expressions }) => this.list(expressions),
    UnaryExpression: ({ operator, argument }) => {
      this.out.write(operator);
      this.expression(argument, UNARY);
    },
    UpdateExpression: ({ prefix, operator, argument }) => {
      if (prefix) this.out.write(operator);
      this.expression(argument, CALL);
      if (!prefix) this.out.write(operator);
    },
    BinaryExpression: ({ left, operator, right }) => this.binary(left, operator, right),
    LogicalExpression: ({ left, operator, right }) => this.binary(left, operator, right),
    AssignmentExpression: ({ left, operator, right }) => {
      this.expression(left, CALL);
      this.out.write(operator);
      this.expression(right, ASSIGNMENT);
    },
    ConditionalExpression: ({ test, consequent, alternate }) => {
      this.expression(test, CONDITIONAL + 1);
      this.out.write("?");
      this.expression(consequent, ASSIGNMENT);
      this.out.write(":");
      this.expression(alternate, ASSIGNMENT);
    },
    CallExpression: ({ callee, arguments: values }) => {
      this.expression(callee, CALL);
      this.bracketed("(", values, ")");
    },
    NewExpression: ({ callee, arguments: values }) => {
      this.out.write("new");
      this.expression(callee, isNamed(callee) ? CALL : ALWAYS);
      if (values.length > 0) this.bracketed("(", values, ")");
    },
    MemberExpression: (node) => this.member(node),
  };

  constructor(protected readonly out: ScriptWriter) {}

  protected abstract block(node: Node): void;

  /** Prints an expression in a place that takes what binds at `level` or more tightly. */
  protected expression(expression: Node, level = SEQUENCE): void {
    const node = expression as AnyNode;
    const isInside = levelOf(node) < level || this.isMistaken(node);
    if (isInside) this.out.write("(");
    printBy(this.expressions, node);
    if (isInside) this.out.write(")");
  }

  protected list(nodes: readonly (Node | null)[]): void {
    for (const [index, node] of nodes.entries()) {
      if (index > 0) this.out.write(",");
      if (node !== null) this.expression(node, ASSIGNMENT);
    }
  }

  protected bracketed(open: string, nodes: readonly (Node | null)[], close: string): void {
    this.out.write(open);
    this.list(nodes);
    this.out.write(close);
  }

  protected function(head: readonly string[], { params, body }: FunctionNode): void {
    this.out.write(...head);
    this.bracketed("(", params, ")");
    this.block(body);
  }

  private isMistaken({ type }: Node): boolean {
    if (type === "ObjectExpression") return this.out.isBlockExpected;
    return type === "FunctionExpression" && this.out.isDeclarationExpected;
  }

  private member({ object, property, computed }: MemberExpression): void {
    // `1.` would be a number.
    const isNumber = object.type === "Literal" && typeof object.value === "number";
    this.expression(object, isNumber ? ALWAYS : CALL);
    if (computed) this.bracketed("[", [property], "]");
    else this.out.write(".", (property as Identifier).name);
  }

  private binary(left: Node, sign: string, right: Node): void {
    const level = BINARY_LEVELS.get(sign);
    if (level === undefined) throw new Error(`no way to print the operator ${sign} of JavaScript`);
    this.expression(left, sign === "??" ? BITS : level);
    this.out.write(sign);
    this.expression(right, sign === "??" ? BITS : level + 1);
  }

  private object(properties: readonly Property[]): void {
    this.out.write("{");
    for (const [index, { key, value }] of properties.entries()) {
      if (index > 0) this.out.write(",");
      this.expression(key);
      if (isSameName(key, value)) continue;
      this.out.write(":");
      this.expression(value, ASSIGNMENT);
    }
    this.out.write("}");
  }

  private arrow({ params, body }: FunctionNode): void {
    if (params.length === 1 && params[0]?.type === "Identifier") this.expression(params[0]);
    else this.bracketed("(", params, ")");
    this.out.write("=>");
    if (body.type === "BlockStatement") this.block(body);
    else this.expression(body, ASSIGNMENT);
  }
}

const LEVELS: { [K in Kind]?: number } = {
  SequenceExpression: SEQUENCE,
  AssignmentExpression: ASSIGNMENT,
  ArrowFunctionExpression: ASSIGNMENT,
  ConditionalExpression: CONDITIONAL,
  UnaryExpression: UNARY,
  UpdateExpression: POSTFIX,
};

function levelOf(node: AnyNode): number {
  if (node.type === "BinaryExpression" || node.type === "LogicalExpression")
    return BINARY_LEVELS.get(node.operator) ?? SEQUENCE;
  if (node.type === "NewExpression" && node.arguments.length === 0) return POSTFIX;
  return LEVELS[node.type] ?? CALL;
}

function isSameName(key: Node, value: Node): boolean {
  if (key.type !== "Identifier" || value.type !== "Identifier") return false;
  return (key as Identifier).name === (value as Identifier).name;
}

/** A name, or a member of one: `new` takes nothing else without parentheses. */
function isNamed(node: Node): boolean {
  if (node.type === "MemberExpression") return isNamed((node as MemberExpression).object);
  return node.type === "Identifier";
}

function literal({ value, raw = "" }: Literal): string {
  return typeof value === "string" ? quoted(value) : raw;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
};

/** A text between the quotes of which it has fewer. */
function quoted(value: string): string {
  const quote = value.split('"').length > value.split("'").length ? "'" : '"';
  const text = value.replace(/[^ -[\]-~]/g, (character, at: number) => {
    if (character === "\0" && !/[0-9]/.test(value[at + 1] ?? "")) return "\\0";
    return ESCAPES[character] ?? byNumber(character.charCodeAt(0).toString(16));
  });
  return quote + text.replaceAll(quote, `\\${quote}`) + quote;
}

function byNumber(digits: string): string {
  return digits.length <= 2 ? `\\x${digits.padStart(2, "0")}` : `\\u${digits.padStart(4, "0")}`;
}
