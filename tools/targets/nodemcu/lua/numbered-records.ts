// Records with numbers in place of names: `client.state` becomes `client[3]`, and a literal lists its values.
import * as lua from "./lua-ast.ts";
import { mapNodes, someNode } from "./lua-tree.ts";
import { analyseScopes } from "./scope-analysis.ts";
import type { Scopes } from "./scopes.ts";

/** Bytes of Lua for a place in a list, and for a field outside of it. */
const PLACE_BYTES = 16;
const NODE_BYTES = 40;
const LEAST_SAVING_BYTES = 8 * PLACE_BYTES;

/** Numbers from 1 by the names of fields. */
export type FieldNumbers = ReadonlyMap<string, number>;

/** The statements with the numbers in place of the names. Changes the tree. */
export function withNumberedRecords(
  statements: readonly lua.Statement[],
  numbers: FieldNumbers,
): lua.Statement[] {
  const scopes = analyseScopes(statements);
  return statements.map((statement) =>
    mapNodes(statement, (node) => {
      if (lua.isTableIndexExpression(node)) node.index = numbered(node.index, numbers);
      if (lua.isTableExpression(node)) node.fields = listed(node.fields, numbers, scopes);
      return node;
    }),
  );
}

function numbered(key: lua.Expression, numbers: FieldNumbers): lua.Expression {
  const number = lua.isStringLiteral(key) ? numbers.get(key.value) : undefined;
  return number === undefined ? key : lua.createNumericLiteral(number);
}

interface Numbered {
  number: number;
  value: lua.Expression;
}

/**
 * The fields of a literal: first the values of those with numbers, as a list, then the others by their names.
 */
function listed(
  fields: readonly lua.TableFieldExpression[],
  numbers: FieldNumbers,
  scopes: Scopes,
): lua.TableFieldExpression[] {
  const withNumber: Numbered[] = [];
  const withName: lua.TableFieldExpression[] = [];
  for (const field of fields) {
    const key = field.key === undefined ? undefined : numbered(field.key, numbers);
    if (key !== undefined && key !== field.key && lua.isNumericLiteral(key))
      withNumber.push({ number: key.value, value: field.value });
    else withName.push(field);
  }
  if (withNumber.length === 0) return [...fields];
  const inOrder = [...withNumber].sort((a, b) => a.number - b.number);
  const values = [...inOrder, ...withName].map((field) => field.value);
  if (!mayReorder(fields, values, scopes)) {
    return fields.map((field) =>
      field.key === undefined
        ? field
        : lua.createTableFieldExpression(field.value, numbered(field.key, numbers)),
    );
  }
  const end = endOfList(inOrder, withName.length);
  const apart = inOrder.filter(({ number }) => number > end);
  return [
    ...asList(inOrder.filter(({ number }) => number <= end)),
    ...apart.map(({ number, value }) =>
      lua.createTableFieldExpression(value, lua.createNumericLiteral(number)),
    ),
    ...withName,
  ];
}

/**
 * The last number that pays for a place in the list. A far one costs less outside, as a name does; but a
 * field that comes later finds a place in the list only, or Lua makes the whole table anew.
 */
function endOfList(inOrder: readonly Numbered[], named: number): number {
  const ends = [0, ...inOrder.map(({ number }) => number)];
  const costs = ends.map((end, index) => end * PLACE_BYTES + nodeBytes(inOrder.length - index + named));
  const least = Math.min(...costs);
  const isWorthIt = (costs.at(-1) as number) - least >= LEAST_SAVING_BYTES;
  return ends[isWorthIt ? costs.lastIndexOf(least) : ends.length - 1] as number;
}

/** Bytes that Lua takes for fields outside of the list: it has room for 1, 2, 4, 8... of them. */
function nodeBytes(fields: number): number {
  return fields === 0 ? 0 : NODE_BYTES * 2 ** Math.ceil(Math.log2(fields));
}

/** Values by position, `nil` where the literal has none. A call at the end gives one value and no more. */
function asList(inOrder: readonly Numbered[]): lua.TableFieldExpression[] {
  const values = new Map(inOrder.map(({ number, value }) => [number, value]));
  const last = inOrder.at(-1)?.number ?? 0;
  return Array.from({ length: last }, (_, index) => {
    const value = values.get(index + 1) ?? lua.createNilLiteral();
    const isOpenEnd = index + 1 === last && isCall(value);
    return lua.createTableFieldExpression(isOpenEnd ? lua.createParenthesizedExpression(value) : value);
  });
}

/** Values with calls are worked out in the order in which they were written. */
function mayReorder(
  fields: readonly lua.TableFieldExpression[],
  values: readonly lua.Expression[],
  scopes: Scopes,
): boolean {
  const written = fields.map((field) => field.value);
  if (!written.some(hasCall)) return true;
  const moving = (list: readonly lua.Expression[]) => list.filter((value) => !isSteady(value, scopes));
  return moving(written).every((value, index) => value === moving(values)[index]);
}

function hasCall(value: lua.Expression): boolean {
  return someNode([value], isCall);
}

function isCall(node: lua.Node): boolean {
  return lua.isCallExpression(node) || lua.isMethodCallExpression(node) || lua.isDotsLiteral(node);
}

/** Is a value the same at any time? A local is, if no function within its own assigns it. */
function isSteady(value: lua.Expression, scopes: Scopes): boolean {
  if (lua.isLiteral(value) || lua.isFunctionExpression(value)) return true;
  if (lua.isIdentifier(value)) return scopes.bindingOf(value)?.assignedLater === false;
  if (lua.isParenthesizedExpression(value)) return isSteady(value.expression, scopes);
  if (lua.isTableExpression(value)) return value.fields.every((field) => isSteady(field.value, scopes));
  return lua.isBinaryExpression(value) && isSteady(value.left, scopes) && isSteady(value.right, scopes);
}
