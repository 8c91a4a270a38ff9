// Who is meant by the names in one statement at the top of a linked program, as far as the statement says it by itself.
//
// What is declared outside of it is left open: the answer holds as long as the statement's tree does, whatever becomes of
// the rest of the program.
import ts from "typescript";
import { isPropertyName, isTypeUse, type Use } from "./references.ts";

/** What a name stands for: a variable, a function, a parameter or a type. A symbol of TypeScript's is one. */
export interface Meaning {
  declarations?: ts.Declaration[] | undefined;
  valueDeclaration?: ts.Declaration | undefined;
}

/** A name may mean a value and, apart from it, a type. */
export type Space = "values" | "types";

export interface NamedHere {
  identifier: ts.Identifier;
  use: Use;
  space: Space;
  /** What is meant; `undefined` when it is declared outside of the statement. */
  meaning: Meaning | undefined;
}

export interface Declared {
  name: ts.Identifier;
  space: Space;
  declaration: ts.Declaration;
}

export interface StatementNames {
  /** What the statement adds to the top of the program. */
  declares: readonly Declared[];
  /** Its names, in the order of the text. */
  names: readonly NamedHere[];
}

const known = new WeakMap<ts.Statement, StatementNames>();

/** The names in a statement at the top. */
export function namesOfStatement(statement: ts.Statement): StatementNames {
  const found = known.get(statement) ?? resolved(statement);
  known.set(statement, found);
  return found;
}

/** The declarations of a block, a function or a loop; within them, those of what is around it. */
interface Scope {
  values: Map<string, Meaning>;
  types: Map<string, Meaning>;
  outer: Scope | undefined;
}

function resolved(statement: ts.Statement): StatementNames {
  const names: NamedHere[] = [];
  /** What the names mean that are declared below the statement's top, where they are declared. */
  const declared = new Map<ts.Identifier, Meaning>();
  const walk = (node: ts.Node, scope: Scope | undefined): void => {
    if (ts.isIdentifier(node)) {
      if (isPropertyName(node) || isLabel(node)) return;
      const space = spaceOf(node);
      const isShort = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node;
      const use = isShort ? "shorthand" : isTypeUse(node) ? "type" : "value";
      names.push({
        identifier: node,
        use,
        space,
        meaning: declared.get(node) ?? meant(node.text, space, scope),
      });
      return;
    }
    const inner = opened(node, scope, declared);
    ts.forEachChild(node, (child) => walk(child, isOutside(child, node) ? scope : inner));
  };
  walk(statement, undefined);
  return { declares: declaredBy(statement), names };
}

function meant(name: string, space: Space, scope: Scope | undefined): Meaning | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const meaning = at[space].get(name);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

/** Does the child lie in its parent, but not in the scope that the parent opens? */
function isOutside(child: ts.Node, parent: ts.Node): boolean {
  const isDeclared =
    ts.isFunctionDeclaration(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isModuleDeclaration(parent);
  return isDeclared && child === parent.name;
}

/** The scope in a node: the one around it, when the node opens none. Notes what the names mean where they are declared. */
function opened(
  node: ts.Node,
  outer: Scope | undefined,
  declared: Map<ts.Identifier, Meaning>,
): Scope | undefined {
  const declarations = scopeDeclarations(node);
  if (declarations.length === 0) return outer;
  const scope: Scope = { values: new Map(), types: new Map(), outer };
  for (const one of declarations) declared.set(one.name, addMeaning(scope, one));
  return scope;
}

/**
 * Adds a declaration to a scope, and returns what its name means there. Several of one name mean the same, but for a second
 * variable, as inlining leaves it: that is one of its own, and whoever uses the name means the first.
 */
export function addMeaning(scope: Pick<Scope, Space>, { name, space, declaration }: Declared): Meaning {
  const isVariable = ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration);
  if (isVariable && scope.values.get(name.text)?.valueDeclaration !== undefined)
    return { declarations: [declaration], valueDeclaration: declaration };
  const meaning: Meaning = scope.values.get(name.text) ?? scope.types.get(name.text) ?? {};
  meaning.declarations = [...(meaning.declarations ?? []), declaration];
  if (space === "values") meaning.valueDeclaration ??= declaration;
  scope[space].set(name.text, meaning);
  return meaning;
}

/** What is declared in the scope that a node opens. */
function scopeDeclarations(node: ts.Node): Declared[] {
  if (ts.isFunctionLike(node)) return functionDeclarations(node);
  if (ts.isBlock(node)) return ts.isFunctionLike(node.parent) ? [] : node.statements.flatMap(declaredBy);
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
    return typeParametersOf(node.typeParameters);
  if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const { initializer } = node;
    const isList = initializer !== undefined && ts.isVariableDeclarationList(initializer);
    return isList ? initializer.declarations.flatMap(boundBy) : [];
  }
  if (ts.isCatchClause(node))
    return node.variableDeclaration === undefined ? [] : boundBy(node.variableDeclaration);
  if (ts.isCaseBlock(node)) return node.clauses.flatMap(({ statements }) => statements.flatMap(declaredBy));
  if (ts.isMappedTypeNode(node)) return typeParametersOf([node.typeParameter]);
  if (ts.isModuleBlock(node)) return node.statements.flatMap(declaredBy);
  return [];
}

function functionDeclarations(node: ts.SignatureDeclaration): Declared[] {
  const body = (node as { body?: ts.Node }).body;
  const own = ts.isFunctionExpression(node) && node.name !== undefined ? [node.name] : [];
  return [
    ...own.map((name): Declared => ({ name, space: "values", declaration: node as ts.FunctionExpression })),
    ...typeParametersOf(node.typeParameters),
    ...node.parameters.flatMap(boundBy),
    ...(body !== undefined && ts.isBlock(body) ? body.statements.flatMap(declaredBy) : []),
  ];
}

function typeParametersOf(parameters: readonly ts.TypeParameterDeclaration[] | undefined): Declared[] {
  return (parameters ?? []).map((one) => ({ name: one.name, space: "types", declaration: one }));
}

/** What a statement declares in the scope that it stands in. */
function declaredBy(statement: ts.Statement): Declared[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(boundBy);
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return [{ name: statement.name, space: "types", declaration: statement }];
  const isNamed = ts.isFunctionDeclaration(statement) || ts.isModuleDeclaration(statement);
  if (!isNamed || statement.name === undefined || !ts.isIdentifier(statement.name)) return [];
  return [{ name: statement.name, space: "values", declaration: statement }];
}

/** The variables of a declaration, of which a pattern has several. */
function boundBy(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
): Declared[] {
  const { name } = declaration;
  if (ts.isIdentifier(name)) return [{ name, space: "values", declaration }];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? boundBy(one) : []));
}

function isLabel({ parent }: ts.Identifier): boolean {
  return ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent);
}

function spaceOf(node: ts.Identifier): Space {
  const { parent } = node;
  const namesType =
    ts.isTypeReferenceNode(parent) ||
    ts.isExpressionWithTypeArguments(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isTypeParameterDeclaration(parent);
  return namesType ? "types" : "values";
}
