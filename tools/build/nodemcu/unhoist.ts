// TypeScriptToLua moves functions that name each other, and all that those name, to the top behind one declaration of
// them all. The linked program is in order already: here everything goes back to its line, and a declaration in
// front is left only where two functions really name each other.
import * as lua from "typescript-to-lua";
import { eachNode } from "./lua-tree.ts";
import { resolveNames } from "./scopes.ts";

/** The statements of a chunk in the order of their lines, each local declared by its own definition where it can be. */
export function inLineOrder(statements: readonly lua.Statement[]): lua.Statement[] {
  const hoisted = new Set(
    statements.filter(isHoistedDeclaration).flatMap((one) => one.left.map(({ text }) => text)),
  );
  const rest = sortedByLine(statements.filter((one) => !isHoistedDeclaration(one)));
  const declared = new Set<string>();
  return rest.flatMap((statement) => {
    const [own, defined] = [definedName(statement), firstUses(statement, hoisted, declared)];
    for (const name of defined) declared.add(name);
    if (own !== undefined && defined.includes(own)) {
      const others = defined.filter((name) => name !== own);
      return [...forward(others, statement), asDeclaration(statement as lua.AssignmentStatement)];
    }
    return [...forward(defined, statement), statement];
  });
}

/** A declaration without value and without line is one that TypeScriptToLua made up. */
function isHoistedDeclaration(statement: lua.Statement): statement is lua.VariableDeclarationStatement {
  return (
    lua.isVariableDeclarationStatement(statement) &&
    statement.right === undefined &&
    statement.line === undefined
  );
}

function sortedByLine(statements: readonly lua.Statement[]): lua.Statement[] {
  let line = 0;
  for (const statement of statements) {
    line = firstLine(statement) ?? line;
    statement.line = line;
  }
  return [...statements].sort((a, b) => (a.line as number) - (b.line as number));
}

/** The line of a statement. What TypeScriptToLua has moved has none of its own, but what is in it has. */
function firstLine(statement: lua.Statement): number | undefined {
  if (statement.line !== undefined) return statement.line;
  const lines: number[] = [];
  eachNode([statement], ({ line }) => {
    if (line !== undefined) lines.push(line);
  });
  return lines.length === 0 ? undefined : Math.min(...lines);
}

/** The local that an assignment gives its value to. */
function definedName(statement: lua.Statement): string | undefined {
  if (!lua.isAssignmentStatement(statement) || statement.left.length !== 1) return undefined;
  const [target] = statement.left;
  return target !== undefined && lua.isIdentifier(target) ? target.text : undefined;
}

/** Names that were declared at the top, and that the statement is the first to use. */
function firstUses(
  statement: lua.Statement,
  hoisted: ReadonlySet<string>,
  declared: ReadonlySet<string>,
): string[] {
  // On its own, a statement sees the locals of others as globals.
  const free = resolveNames([statement]).globals;
  return [...free].filter((name) => hoisted.has(name) && !declared.has(name));
}

function forward(names: readonly string[], before: lua.Statement): lua.Statement[] {
  return names.map((name) => {
    const declaration = lua.createVariableDeclarationStatement(lua.createIdentifier(name));
    return Object.assign(declaration, { line: before.line, column: before.column });
  });
}

/** `function f` as `local function f`, and `x = 1` as `local x = 1`. */
function asDeclaration(statement: lua.AssignmentStatement): lua.Statement {
  const [value] = statement.right;
  const declaration = lua.createVariableDeclarationStatement(
    statement.left as lua.Identifier[],
    statement.right,
  );
  if (
    value !== undefined &&
    lua.isFunctionExpression(value) &&
    (value.flags & lua.NodeFlags.Declaration) === 0 &&
    namesItself(statement)
  )
    value.flags |= lua.NodeFlags.Declaration;
  return Object.assign(declaration, { line: statement.line, column: statement.column });
}

/** A value that names its own local needs it in sight: `local function f` has that, `local f = function` has not. */
function namesItself(statement: lua.AssignmentStatement): boolean {
  const name = definedName(statement);
  let found = false;
  eachNode(statement.right, (node) => {
    found ||= lua.isIdentifier(node) && node.text === name;
  });
  return found;
}
