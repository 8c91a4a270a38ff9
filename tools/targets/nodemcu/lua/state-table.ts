// Variables of the whole program that functions change, and functions that are named before they are there,
// go into one table, when keeping each of them as a local would chain too many functions to one module: a
// local that gets its value later cannot be shared by two files, a table can. Its fields are numbers: a list
// costs 16 bytes a field, a record 40 and the name. What is too much for the locals of one module goes into a
// second such table.
import * as lua from "./lua-ast.ts";
import { index, inPlace, local, name, number } from "./lua-nodes.ts";
import { mapNodes } from "./lua-tree.ts";
import { madeName } from "./names.ts";
import { analyseScopes } from "./scope-analysis.ts";
import type { Binding } from "./scopes.ts";

/** The local that holds the table. */
export const STATE = madeName("state");
/** The local that holds the table of values for which one module has no locals. */
export const CROWD = madeName("crowd");

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
  const scopes = analyseScopes(statements);
  const single = new Set(statements.map((statement) => scopes.declarationIn(statement)?.binding));
  const isState = (node: lua.Node): boolean => {
    const binding = scopes.bindingOf(node);
    return binding !== undefined && isMoved(binding) && single.has(binding);
  };
  const numbers = new Map<Binding, number>();
  const numberOf = (node: lua.Node): number => {
    const binding = scopes.bindingOf(node) as Binding;
    const place = numbers.get(binding) ?? numbers.size + 1;
    numbers.set(binding, place);
    return place;
  };
  const changed = statements
    .flatMap((statement) => declarationAsField(statement, isState))
    .map((statement) =>
      mapNodes(statement, (node) => (isState(node) ? index(name(table), number(numberOf(node))) : node)),
    );
  return { statements: changed, variables: numbers.size };
}

/** The table's definition, with room for so many values. */
export function stateTable(size: number, table = STATE): lua.Statement {
  const fields = Array.from({ length: size }, () => lua.createTableFieldExpression(lua.createNilLiteral()));
  return local(table, lua.createTableExpression(fields));
}

/** `local x = 1` as `state.x = 1`; `local x` needs no words. */
function declarationAsField(statement: lua.Statement, isState: (node: lua.Node) => boolean): lua.Statement[] {
  if (!lua.isVariableDeclarationStatement(statement) || !isState(statement.left[0] as lua.Identifier))
    return [statement];
  if (statement.right === undefined || statement.right.length === 0) return [];
  return [inPlace(lua.createAssignmentStatement(statement.left, statement.right), statement)];
}
