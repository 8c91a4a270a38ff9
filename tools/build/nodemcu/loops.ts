// A `while` that counts becomes Lua's own counting loop, where nothing changes the counter or the limit on the way.
import * as lua from "typescript-to-lua";
import { eachNode, mapNodes } from "./lua-tree.ts";
import { type Resolved, resolveNames } from "./scopes.ts";

const { SyntaxKind } = lua;

interface Counting {
  counter: lua.Identifier;
  start: lua.Expression;
  limit: lua.Expression;
  body: lua.Statement[];
}

/** `do local i = a while i < n do ... i = i + 1 end end` as `for i = a, n - 1 do ... end`. Changes the tree. */
export function countWithFor(statements: lua.Statement[]): lua.Statement[] {
  const names = resolveNames(statements);
  return statements.map((statement) => mapNodes(statement, (node) => countingLoop(node, names) ?? node));
}

function countingLoop(node: lua.Node, names: Resolved): lua.ForStatement | undefined {
  if (!lua.isDoStatement(node) || node.statements.length !== 2) return undefined;
  const counting = countingOf(node.statements[0] as lua.Statement, node.statements[1] as lua.Statement);
  if (counting === undefined) return undefined;
  const { counter, start, limit, body } = counting;
  if (!isSteady(limit, names) || isAssignedIn(counter.text, body)) return undefined;
  const loop = lua.createForStatement(lua.createBlock(flat(body)), counter, start, limit);
  return Object.assign(loop, { line: node.line, column: node.column });
}

function countingOf(first: lua.Statement, second: lua.Statement): Counting | undefined {
  if (!lua.isVariableDeclarationStatement(first) || !lua.isWhileStatement(second)) return undefined;
  const [counter, start] = [first.left[0], first.right?.[0]];
  if (first.left.length !== 1 || counter === undefined || start === undefined) return undefined;
  const limit = limitOf(second.condition, counter);
  const body = second.body.statements;
  const step = body.at(-1);
  if (limit === undefined || step === undefined || !isStep(step, counter)) return undefined;
  return { counter, start, limit, body: body.slice(0, -1) };
}

function limitOf(condition: lua.Expression, counter: lua.Identifier): lua.Expression | undefined {
  if (!lua.isBinaryExpression(condition) || !isNamed(condition.left, counter.text)) return undefined;
  if (condition.operator === SyntaxKind.LessEqualOperator) return condition.right;
  if (condition.operator !== SyntaxKind.LessThanOperator) return undefined;
  const one = lua.createNumericLiteral(1);
  if (lua.isNumericLiteral(condition.right)) return lua.createNumericLiteral(condition.right.value - 1);
  return lua.createBinaryExpression(condition.right, one, SyntaxKind.SubtractionOperator);
}

function isStep(statement: lua.Statement, counter: lua.Identifier): boolean {
  if (!lua.isAssignmentStatement(statement) || statement.left.length !== 1) return false;
  const [target, value] = [statement.left[0], statement.right[0]];
  if (target === undefined || value === undefined || !isNamed(target, counter.text)) return false;
  return (
    lua.isBinaryExpression(value) &&
    value.operator === SyntaxKind.AdditionOperator &&
    isNamed(value.left, counter.text) &&
    lua.isNumericLiteral(value.right) &&
    value.right.value === 1
  );
}

/** Is the limit the same at each turn? A number is, and so is a local that nobody assigns. */
function isSteady(limit: lua.Expression, names: Resolved): boolean {
  if (lua.isNumericLiteral(limit)) return true;
  if (lua.isIdentifier(limit)) return names.bindingOf(limit)?.assigned === false;
  return lua.isBinaryExpression(limit) && isSteady(limit.left, names) && isSteady(limit.right, names);
}

function isAssignedIn(name: string, body: readonly lua.Statement[]): boolean {
  let found = false;
  eachNode(body, (node) => {
    if (lua.isAssignmentStatement(node)) found ||= node.left.some((target) => isNamed(target, name));
  });
  return found;
}

/** The body that TypeScriptToLua puts into a block of its own needs none in a `for`. */
function flat(body: readonly lua.Statement[]): lua.Statement[] {
  const [only] = body;
  return body.length === 1 && only !== undefined && lua.isDoStatement(only) ? only.statements : [...body];
}

function isNamed(node: lua.Node, name: string): boolean {
  return lua.isIdentifier(node) && node.text === name;
}
