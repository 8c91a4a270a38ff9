// Two bytes that stand side by side are read in one call: `local a, b = string.byte(s, i + 1, i + 2)`. What
// stands for one that is not there is put in its place behind it: `a, b = a or 0/0, b or 0/0`.
import * as lua from "./lua-ast.ts";
import { eachNode } from "./lua-tree.ts";

/** The place of a byte: `at` is a variable, or nothing where `offset` is all. */
interface Place {
  text: string;
  at: string | undefined;
  offset: number;
}

/** Joins declarations of neighbouring bytes that follow one another. Changes the tree. */
export function withBytePairs(statements: lua.Statement[]): lua.Statement[] {
  eachNode(statements, (node) => {
    if (lua.isBlock(node) || lua.isDoStatement(node)) node.statements = paired(node.statements);
  });
  return paired(statements);
}

function paired(statements: readonly lua.Statement[]): lua.Statement[] {
  const result: lua.Statement[] = [];
  for (const statement of statements) {
    const before = result.at(-1);
    const joined = before === undefined ? undefined : join(before, statement);
    if (joined === undefined) result.push(statement);
    else result.splice(-1, 1, ...joined);
  }
  return result;
}

function join(first: lua.Statement, second: lua.Statement): lua.Statement[] | undefined {
  const [byte, next] = [byteIn(first), byteIn(second)];
  if (byte === undefined || next === undefined) return undefined;
  const isBeside = next.place.text === byte.place.text && next.place.at === byte.place.at;
  if (!isBeside || next.place.offset !== byte.place.offset + 1) return undefined;
  // The second declaration reads the first one's variable.
  if (byte.name.text === next.place.at || byte.name.text === next.place.text) return undefined;
  const [text, from] = byte.call.params;
  const to = next.call.params[1];
  const call = lua.createCallExpression(byte.call.expression, [
    text as lua.Expression,
    from ?? lua.createNumericLiteral(1),
    to as lua.Expression,
  ]);
  const both = lua.createVariableDeclarationStatement([byte.name, next.name], call);
  const place = { line: first.line, column: first.column };
  const absent = [byte, next].filter(({ otherwise }) => otherwise !== undefined);
  if (absent.length === 0) return [Object.assign(both, place)];
  const filled = lua.createAssignmentStatement(
    absent.map(({ name }) => name),
    absent.map(({ name, otherwise }) =>
      lua.createBinaryExpression(name, otherwise as lua.Expression, lua.SyntaxKind.OrOperator),
    ),
  );
  return [Object.assign(both, place), Object.assign(filled, place)];
}

interface Byte {
  name: lua.Identifier;
  call: lua.CallExpression;
  /** The replacement of a byte that may not be there. */
  otherwise: lua.Expression | undefined;
  place: Place;
}

function byteIn(statement: lua.Statement): Byte | undefined {
  if (!lua.isVariableDeclarationStatement(statement)) return undefined;
  const [name, another] = statement.left;
  const [value] = statement.right ?? [];
  if (name === undefined || another !== undefined || value === undefined) return undefined;
  const isEither = lua.isBinaryExpression(value) && value.operator === lua.SyntaxKind.OrOperator;
  const [call, otherwise] = isEither ? [value.left, value.right] : [value, undefined];
  if (!isByteCall(call)) return undefined;
  const place = placeOf(call);
  return place === undefined ? undefined : { name, call, otherwise, place };
}

function isByteCall(value: lua.Expression): value is lua.CallExpression {
  if (!lua.isCallExpression(value) || !lua.isTableIndexExpression(value.expression)) return false;
  const { table, index } = value.expression;
  return (
    lua.isIdentifier(table) && table.text === "string" && lua.isStringLiteral(index) && index.value === "byte"
  );
}

function placeOf({ params }: lua.CallExpression): Place | undefined {
  const [text, from, to] = params;
  if (text === undefined || !lua.isIdentifier(text) || to !== undefined) return undefined;
  if (from === undefined) return { text: text.text, at: undefined, offset: 1 };
  if (lua.isNumericLiteral(from)) return { text: text.text, at: undefined, offset: from.value };
  if (lua.isIdentifier(from)) return { text: text.text, at: from.text, offset: 0 };
  if (!lua.isBinaryExpression(from) || from.operator !== lua.SyntaxKind.AdditionOperator) return undefined;
  const { left, right } = from;
  if (!lua.isIdentifier(left) || !lua.isNumericLiteral(right)) return undefined;
  return { text: text.text, at: left.text, offset: right.value };
}
