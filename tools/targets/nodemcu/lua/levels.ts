// How deep a chunk goes, as Lua's parser counts: each block, function, operand and value that stands within another is a level.
import type { Chunk, Expression, Node, Statement } from "luaparse";

/** Where it is deepest. */
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
  for (const one of body) {
    note(one, level + 1, depth);
    inside(one, level + 1, depth);
  }
}

function note(node: Node, level: number, depth: Depth): void {
  if (level > depth.levels) Object.assign(depth, { levels: level, line: node.loc?.start.line ?? 1 });
}

/** What stands in a node is a level deeper, except where Lua goes on reading in the same one. */
function expression(node: Expression, level: number, depth: Depth): void {
  const own = "inParens" in node && node.inParens === true ? level + 1 : level;
  note(node, own, depth);
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      expression(node.left, own, depth);
      expression(node.right, own + 1, depth);
      return;
    case "MemberExpression":
      expression(node.base, own, depth);
      return;
    case "IndexExpression":
      expression(node.base, own, depth);
      expression(node.index, own + 1, depth);
      return;
    case "CallExpression":
      expression(node.base, own, depth);
      for (const one of node.arguments) expression(one, own + 1, depth);
      return;
    case "FunctionDeclaration":
      block(node.body, own + 1, depth);
      return;
    default:
      inside(node, own + 1, depth);
  }
}

/** `else if` is no level of its own. */
function inside(node: Node, level: number, depth: Depth): void {
  for (const [name, value] of Object.entries(node)) {
    if (name === "body") block(value, level, depth);
    else if (name === "clauses") for (const one of value) inside(one, level, depth);
    else for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) part(one, level, depth);
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
