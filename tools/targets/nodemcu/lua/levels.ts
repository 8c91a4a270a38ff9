// The depth of a chunk, as Lua's parser counts it: each block, function, operand and value that
// stands within another is a level.
import type { Chunk, Expression, Node, Statement } from "luaparse";

/** The place of the deepest level. */
export interface Depth {
  levels: number;
  line: number;
}

export function deepestOf(chunk: Chunk): Depth {
  const depth: Depth = { levels: 0, line: 1 };
  block(chunk.body, 1, depth);
  return depth;
}

function block(body: readonly Statement[], level: number, depth: Depth): void {
  for (const statement of body) {
    note(statement, level + 1, depth);
    inside(statement, level + 1, depth);
  }
}

function note(node: Node, level: number, depth: Depth): void {
  if (level > depth.levels) Object.assign(depth, { levels: level, line: node.loc?.start.line ?? 1 });
}

/**
 * The parts of a node are a level deeper, except where Lua goes on reading in the same one. `binding`: the
 * operator whose operand it is.
 */
function expression(node: Expression, level: number, depth: Depth, binding = 0): void {
  // The parser drops parentheses: they stand where an operand would be taken apart without them.
  const own = bindingOf(node) < binding ? level + 1 : level;
  note(node, own, depth);
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      expression(node.left, own, depth, bindingOf(node) + (isFromRight(node.operator) ? 1 : 0));
      expression(node.right, own + 1, depth, bindingOf(node) + (isFromRight(node.operator) ? 0 : 1));
      return;
    case "UnaryExpression":
      expression(node.argument, own + 1, depth, UNARY);
      return;
    case "MemberExpression":
      expression(node.base, own, depth, NAMED);
      return;
    case "IndexExpression":
      expression(node.base, own, depth, NAMED);
      expression(node.index, own + 1, depth);
      return;
    case "CallExpression":
      expression(node.base, own, depth, NAMED);
      for (const argument of node.arguments) expression(argument, own + 1, depth);
      return;
    case "FunctionDeclaration":
      block(node.body, own + 1, depth);
      return;
    default:
      inside(node, own + 1, depth);
  }
}

/** Lua's operators by their binding, the loosest first; Lua 5.3 has those of bits in between. */
const BINDING: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["<", ">", "<=", ">=", "~=", "=="],
  ["|"],
  ["~"],
  ["&"],
  ["<<", ">>"],
  [".."],
  ["+", "-"],
  ["*", "/", "//", "%"],
];
const UNARY = 20;
const POWER = 22;
/** A name, a call, or what is read of one stands in front of `.`, `[` and `(` as it is. */
const NAMED = 30;

function bindingOf(node: Expression): number {
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      return node.operator === "^"
        ? POWER
        : 2 * BINDING.findIndex((operators) => operators.includes(node.operator));
    case "UnaryExpression":
      return UNARY;
    case "Identifier":
    case "MemberExpression":
    case "IndexExpression":
    case "CallExpression":
      return NAMED;
    default:
      return NAMED - 1;
  }
}

function isFromRight(operator: string): boolean {
  return operator === ".." || operator === "^";
}

/** `else if` is no level of its own. */
function inside(node: Node, level: number, depth: Depth): void {
  for (const [name, value] of Object.entries(node)) {
    if (name === "body") block(value, level, depth);
    else if (name === "clauses") for (const clause of value) inside(clause, level, depth);
    else
      for (const child of Array.isArray(value) ? value : [value])
        if (isNode(child)) part(child, level, depth);
  }
}

function part(node: Node, level: number, depth: Depth): void {
  if (node.type === "TableValue" || node.type === "TableKey" || node.type === "TableKeyString")
    inside(node, level, depth);
  else expression(node as Expression, level, depth);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
