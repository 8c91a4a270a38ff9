// Makers of the nodes of Lua's tree that the translation and the passes need again and again.
import * as lua from "./lua-ast.ts";

const { SyntaxKind } = lua;

export function binary(left: lua.Expression, right: lua.Expression, operator: lua.BinaryOperator) {
  return lua.createBinaryExpression(left, right, operator);
}

export function and(left: lua.Expression, right: lua.Expression): lua.Expression {
  return binary(left, right, SyntaxKind.AndOperator);
}

export function or(left: lua.Expression, right: lua.Expression): lua.Expression {
  return binary(left, right, SyntaxKind.OrOperator);
}

/** True or false, whatever the value is. */
export function not(value: lua.Expression): lua.Expression {
  return otherComparison(value) ?? lua.createUnaryExpression(value, SyntaxKind.NotOperator);
}

/** The opposite of a condition; not always true or false itself. */
export function luaOpposite(value: lua.Expression): lua.Expression {
  if (lua.isUnaryExpression(value) && value.operator === SyntaxKind.NotOperator) return value.operand;
  return not(value);
}

function otherComparison(value: lua.Expression): lua.Expression | undefined {
  if (!lua.isBinaryExpression(value)) return undefined;
  const { operator, left, right } = value;
  if (operator === SyntaxKind.EqualityOperator) return binary(left, right, SyntaxKind.InequalityOperator);
  if (operator === SyntaxKind.InequalityOperator) return binary(left, right, SyntaxKind.EqualityOperator);
  return undefined;
}

export function name(text: string): lua.Identifier {
  return lua.createIdentifier(text);
}

export function number(value: number): lua.Expression {
  return lua.createNumericLiteral(value);
}

export function text(value: string): lua.Expression {
  return lua.createStringLiteral(value);
}

export function index(of: lua.Expression, key: lua.Expression): lua.TableIndexExpression {
  return lua.createTableIndexExpression(of, key);
}

/** `string.byte(...)` */
export function libraryCall(library: string, member: string, values: lua.Expression[]): lua.Expression {
  return lua.createCallExpression(index(name(library), text(member)), values);
}

/** `f(a, b)` */
export function callOf(callee: string, values: lua.Expression[]): lua.CallExpression {
  return lua.createCallExpression(name(callee), values);
}

/** `local x = value` */
export function local(text: string, value?: lua.Expression): lua.Statement {
  return lua.createVariableDeclarationStatement(name(text), value);
}

/** `function(a, b) ... end` */
export function functionOf(
  parameters: readonly string[],
  statements: lua.Statement[],
  dots?: lua.DotsLiteral,
): lua.FunctionExpression {
  return lua.createFunctionExpression(lua.createBlock(statements), parameters.map(name), dots);
}

/** `local function f`, which sees itself. */
export function localFunction(text: string, value: lua.FunctionExpression): lua.Statement {
  value.flags |= lua.NodeFlags.Declaration;
  return local(text, value);
}

export function isLocalFunction({ left, right = [] }: lua.VariableDeclarationStatement): boolean {
  const [value] = right;
  return (
    left.length === 1 &&
    right.length === 1 &&
    value !== undefined &&
    lua.isFunctionExpression(value) &&
    (value.flags & lua.NodeFlags.Declaration) !== 0
  );
}

/** The function of a statement that is printed as `local function f() end` or `function f() end`. */
export function namedFunctionIn(node: lua.Statement): lua.FunctionExpression | undefined {
  const isLocal = lua.isVariableDeclarationStatement(node) && isLocalFunction(node);
  if (!isLocal && !lua.isAssignmentStatement(node)) return undefined;
  const [[target, ...others], [value]] = [node.left, node.right ?? []];
  const isNamed = target !== undefined && lua.isIdentifier(target) && others.length === 0;
  return isNamed && value !== undefined && lua.isFunctionExpression(value) ? value : undefined;
}

/** The statement, as one of the line that another stands on. */
export function inPlace<T extends lua.Statement>(statement: T, of: lua.Statement): T {
  return Object.assign(statement, { line: of.line, column: of.column });
}

/** `expression + 1`, worked out where that is possible. */
export function plus(expression: lua.Expression, amount: number): lua.Expression {
  if (lua.isNumericLiteral(expression)) return number(expression.value + amount);
  if (lua.isBinaryExpression(expression) && lua.isNumericLiteral(expression.right)) {
    const { operator, left, right } = expression;
    if (operator === SyntaxKind.AdditionOperator) return offset(left, right.value + amount);
    if (operator === SyntaxKind.SubtractionOperator) return offset(left, amount - right.value);
  }
  return offset(expression, amount);
}

function offset(expression: lua.Expression, amount: number): lua.Expression {
  if (amount === 0) return expression;
  const operator = amount > 0 ? SyntaxKind.AdditionOperator : SyntaxKind.SubtractionOperator;
  return binary(expression, number(Math.abs(amount)), operator);
}
