// Variables of the whole program that functions change, and functions that are named before they are there,
// go into one table, when keeping each of them as a local would chain too many functions to one module: a
// local that gets its value later cannot be shared by two files, a table can. Its fields are numbers: a list
// costs 16 bytes a field, a record 40 and the name. What is too much for the locals of one module goes into a
// second such table.
import * as lua from "./lua-ast.ts";
import { mapNodes } from "./lua-tree.ts";
import { type Binding, type Resolved, resolveNames } from "./scopes.ts";

/** The local that holds the table. */
export const STATE = "____state";
/** The local that holds the table of values for which one module has no locals. */
export const CROWD = "____crowd";

export interface WithStateTable {
  /** Without the table's own definition. */
  statements: lua.Statement[];
  /** The number of its places that are taken, from 1 on. */
  variables: number;
}

/**
 * The statements with variables of the chunk, those that change, as places of the table. Changes the tree.
 */
export function withStateTable(
  statements: readonly lua.Statement[],
  table = STATE,
  isMoved = (binding: Binding) => binding.assigned,
): WithStateTable {
  const names = resolveNames(statements);
  const single = new Set(statements.flatMap((statement) => declaredAlone(statement, names)));
  const isState = (node: lua.Node): boolean => {
    const binding = lua.isIdentifier(node) ? names.bindingOf(node) : undefined;
    return binding !== undefined && isMoved(binding) && single.has(binding);
  };
  const numbers = new Map<Binding, number>();
  const numberOf = (node: lua.Node): number => {
    const binding = names.bindingOf(node as lua.Identifier) as Binding;
    const number = numbers.get(binding) ?? numbers.size + 1;
    numbers.set(binding, number);
    return number;
  };
  const changed = statements
    .flatMap((statement) => declarationAsField(statement, isState))
    .map((statement) => mapNodes(statement, (node) => (isState(node) ? field(table, numberOf(node)) : node)));
  return { statements: changed, variables: numbers.size };
}

/** The table's definition, with room for so many values. */
export function stateTable(size: number, table = STATE): lua.Statement {
  const fields = Array.from({ length: size }, () => lua.createTableFieldExpression(lua.createNilLiteral()));
  return lua.createVariableDeclarationStatement(
    lua.createIdentifier(table),
    lua.createTableExpression(fields),
  );
}

/** The variable of the chunk that a statement declares, when it declares no other. */
function declaredAlone(statement: lua.Statement, names: Resolved): Binding[] {
  if (!lua.isVariableDeclarationStatement(statement) || statement.left.length !== 1) return [];
  const binding = names.bindingOf(statement.left[0] as lua.Identifier);
  return binding === undefined ? [] : [binding];
}

/** `local x = 1` as `state.x = 1`; `local x` needs no words. */
function declarationAsField(statement: lua.Statement, isState: (node: lua.Node) => boolean): lua.Statement[] {
  if (!lua.isVariableDeclarationStatement(statement) || !isState(statement.left[0] as lua.Identifier))
    return [statement];
  if (statement.right === undefined || statement.right.length === 0) return [];
  const assignment = lua.createAssignmentStatement(statement.left, statement.right);
  return [Object.assign(assignment, { line: statement.line, column: statement.column })];
}

function field(table: string, number: number): lua.Node {
  return lua.createTableIndexExpression(lua.createIdentifier(table), lua.createNumericLiteral(number));
}
