// JavaScript that Espruino cannot run: a check of the finished script, independent
// of the build that wrote it.
import { type Node, parse } from "acorn";

/** One construct the interpreter lacks or gets wrong. `line` counts from 1, `column` from 0. */
export interface SyntaxRefusal {
  line: number;
  column: number;
  /** What stands there, and what the interpreter does with it. */
  sentence: string;
}

type Fields = Node & { [field: string]: unknown };
type Trail = readonly Fields[];
type Rule = (node: Fields, trail: Trail, source: string) => string | undefined;

const NATIVE_CONSTRUCTORS =
  /^(Error|TypeError|SyntaxError|Array|Object|Function|Promise|String|Number|Date|RegExp|Boolean|(Int|Uint|Float)\d+(Clamped)?Array)$/;
const MISSING_ASSIGNMENTS = ["??=", "||=", "&&=", "**="];

/** Everything in `source` that Espruino 2v29 refuses or runs wrongly; empty when it can run all of it. */
export function espruinoRefusals(source: string): SyntaxRefusal[] {
  const refusals: SyntaxRefusal[] = [];
  const note = (node: Node, sentence: string): void => {
    refusals.push({ ...(node.loc?.start ?? { line: 0, column: 0 }), sentence });
  };
  visit(parseScript(source) as Fields, [], (node, trail) => {
    const sentence = RULES[node.type]?.(node, trail, source) ?? anywhere(node, trail);
    if (sentence !== undefined) note(node, sentence);
  });
  return refusals;
}

/** Throws one sentence per refused construct, each with its line. */
export function assertEspruinoSyntax(source: string): void {
  const refusals = espruinoRefusals(source);
  if (refusals.length === 0) return;
  const lines = refusals.map(({ line, column, sentence }) => `line ${line}:${column + 1}: ${sentence}`);
  throw new SyntaxError(`Espruino cannot run this script: ${lines.join("; ")}`);
}

/** Parses as the device would read it: one script, no module. */
export function parseScript(source: string): Node {
  return parse(source, { ecmaVersion: "latest", sourceType: "script", locations: true });
}

const functionRule: Rule = (node) => {
  if (node.async === true) return "async functions do not exist";
  if (node.generator === true) return "generators do not exist";
  return undefined;
};

const RULES: Record<string, Rule> = {
  FunctionDeclaration: functionRule,
  FunctionExpression: functionRule,
  ArrowFunctionExpression: functionRule,
  AssignmentPattern: () => "default values do not exist; test for undefined",
  RestElement: () => "rest parameters do not exist; use arguments",
  SpreadElement: () => "spread does not exist; use apply, concat or Object.assign",
  ObjectPattern: () => "destructuring does not exist; read each field",
  ArrayPattern: () => "destructuring does not exist; read each item",
  ChainExpression: () => "?. does not exist; test for undefined",
  AwaitExpression: () => "await does not exist",
  YieldExpression: () => "generators do not exist",
  TaggedTemplateExpression: () => "tagged templates do not exist",
  MetaProperty: () => "new.target does not exist",
  ImportExpression: () => "import() does not exist",
  PrivateIdentifier: () => "private names do not exist",
  StaticBlock: () => "static blocks do not exist",
  LabeledStatement: () => "labels do not exist; leave nested loops by a flag or return",
  Property: (node) =>
    node.computed === true ? "computed keys do not exist; assign after the literal" : undefined,
  MethodDefinition: (node) => (node.computed === true ? "computed keys do not exist" : undefined),
  PropertyDefinition: (node) => {
    if (node.computed === true) return "computed keys do not exist";
    if (node.static !== true && mentionsThis(node.value)) return "a field's first value does not see this";
    return undefined;
  },
  Identifier: (node, trail) => {
    if (node.name !== "arguments" || isFieldName(node, trail) || !insideArrow(trail)) return undefined;
    return "arguments inside an arrow function are the arrow's own";
  },
  Super: (_node, trail) => (insideArrow(trail) ? "super inside an arrow function throws" : undefined),
  BinaryExpression: (node) => (node.operator === "**" ? "** does not exist; use Math.pow" : undefined),
  AssignmentExpression: (node) => {
    const operator = String(node.operator);
    return MISSING_ASSIGNMENTS.includes(operator) ? `${operator} does not exist` : undefined;
  },
  ForOfStatement: (node) =>
    node.await === true ? "for await does not exist" : capturedLoopVariable(node.left, node.body),
  ForInStatement: (node) => capturedLoopVariable(node.left, node.body),
  ForStatement: (node) => capturedLoopVariable(node.init, node.body),
  SwitchStatement: (node) => {
    const cases = node.cases as Fields[];
    const at = cases.findIndex((entry) => entry.test === null);
    return at >= 0 && at < cases.length - 1
      ? "a case after default is a syntax error; put default last"
      : undefined;
  },
  ReturnStatement: (node, trail, source) => {
    if (node.argument !== null || source[node.end - 1] === ";") return undefined;
    const last = trail.at(-1);
    const body = last?.type === "SwitchCase" ? last.consequent : last?.body;
    if (!Array.isArray(body) || body.indexOf(node) === body.length - 1) return undefined;
    return "return at a line's end returns the next line; end it with a semicolon";
  },
  Literal: (node) => literalRule(node),
  TemplateElement: (node) => wideText(String((node.value as { raw: string }).raw)),
  ClassDeclaration: (node) => classRule(node),
  ClassExpression: (node) => classRule(node),
};

function anywhere(node: Fields, trail: Trail): string | undefined {
  if (node.type.startsWith("Import") || node.type.startsWith("Export")) {
    return trail.length === 1 ? "modules do not exist; use require" : undefined;
  }
  return undefined;
}

function classRule(node: Fields): string | undefined {
  const parent = node.superClass as Fields | null;
  if (parent?.type !== "Identifier" || !NATIVE_CONSTRUCTORS.test(String(parent.name))) return undefined;
  return `a class cannot extend the native ${String(parent.name)}`;
}

function literalRule(node: Fields): string | undefined {
  if (typeof node.bigint === "string") return "BigInt does not exist";
  const regex = node.regex as { pattern: string; flags: string } | undefined;
  if (regex !== undefined) return regexRule(regex.pattern, regex.flags);
  return typeof node.value === "string" ? wideText(String(node.raw)) : undefined;
}

function regexRule(pattern: string, flags: string): string | undefined {
  if (/[^gi]/.test(flags)) return `the regular expression flags "${flags}" are not known; only i and g are`;
  const bare = pattern.replace(/\\./g, "_").replace(/\[[^\]]*\]/g, "_");
  if (/\{\d+(,\d*)?\}/.test(bare)) return "{n,m} in a regular expression never matches";
  if (/[*+?}]\?/.test(bare)) return "a lazy quantifier in a regular expression never matches";
  if (/\(\?[=!<]/.test(bare)) return "lookaround and named groups in a regular expression never match";
  return undefined;
}

/**
 * A string literal is bytes: an escape above 255 loses its upper byte. Raw text was made bytes when it was
 * stored.
 */
function wideText(raw: string): string | undefined {
  const plain = raw.replace(/\\\\/g, "");
  if (/\\u\{/.test(plain)) return "\\u{} is a syntax error; write the bytes of the UTF-8";
  return /\\u(?!00)[0-9a-fA-F]{4}/.test(plain)
    ? "a \\u above 00FF keeps only one byte; write the UTF-8"
    : undefined;
}

function insideArrow(trail: Trail): boolean {
  const nearest = trail.findLast((node) => /Function(Expression|Declaration)$/.test(node.type));
  return nearest?.type === "ArrowFunctionExpression";
}

function mentionsThis(value: unknown): boolean {
  let usesThis = false;
  visit(value as Fields | null, [], (node) => {
    if (node.type === "ThisExpression") usesThis = true;
  });
  return usesThis;
}

function capturedLoopVariable(head: unknown, body: unknown): string | undefined {
  const names = loopNames(head as Fields | null);
  if (names.length === 0) return undefined;
  let captured: string | undefined;
  visit(body as Fields, [], (node, trail) => {
    if (node.type !== "Identifier" || !names.includes(String(node.name)) || isFieldName(node, trail)) return;
    if (trail.some((outer) => /Function/.test(outer.type))) captured = String(node.name);
  });
  return (
    captured && `a loop's let is one variable: a function made in the loop sees only the last ${captured}`
  );
}

function loopNames(head: Fields | null): string[] {
  if (head?.type !== "VariableDeclaration" || head.kind === "var") return [];
  return (head.declarations as Fields[]).map((declarator) => String((declarator.id as Fields).name));
}

function isFieldName(node: Fields, trail: Trail): boolean {
  const parent = trail.at(-1);
  if (parent?.type === "MemberExpression") return parent.property === node && parent.computed !== true;
  return parent?.type === "Property" && parent.key === node && parent.value !== node;
}

/** Calls `each` for a node and all below it, in source order; `trail` is the nodes above, outermost first. */
export function visit(
  node: Fields | null | undefined,
  trail: Trail,
  each: (node: Fields, trail: Trail) => void,
): void {
  if (node === null || node === undefined || typeof node.type !== "string") return;
  each(node, trail);
  const below = [...trail, node];
  for (const field of Object.values(node)) {
    for (const child of Array.isArray(field) ? field : [field]) {
      if (child !== null && typeof child === "object" && typeof (child as Fields).type === "string") {
        visit(child as Fields, below, each);
      }
    }
  }
}
