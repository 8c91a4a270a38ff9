// Every variable of the linked program with the places that name it.
import ts from "typescript";
import { LINKED_FILE, type LinkedProgram } from "../linked-program.ts";
import type { Meaning } from "../names.ts";
import { isAssigned } from "./bindings.ts";

export interface Variable {
  meaning: Meaning;
  declaration: ts.VariableDeclaration & { name: ts.Identifier };
  /** `const a = 1;`: the statement that declares it, and nothing else. `undefined` in a loop's head. */
  statement: ts.VariableStatement | undefined;
  /** Where it is named, its declaration left out, in the order of the text. */
  uses: ts.Identifier[];
  /** Those of them that give it a value. */
  assigned: ts.Identifier[];
}

/** The variables that are declared by a name, at the top of the program and in functions. */
export function variablesOf(linked: LinkedProgram): Variable[] {
  const found = new Map<Meaning, Variable>();
  const variableOf = (meaning: Meaning): Variable | undefined => {
    const known = found.get(meaning);
    const declaration = meaning.valueDeclaration;
    if (known !== undefined || declaration === undefined || !isNamed(declaration)) return known;
    const fresh = { meaning, declaration, statement: statementOf(declaration), uses: [], assigned: [] };
    found.set(meaning, fresh);
    return fresh;
  };
  for (const { identifier, meaning, use } of linked.names.references) {
    const variable =
      use === "type" && !ts.isTypeQueryNode(identifier.parent) ? undefined : variableOf(meaning);
    if (variable === undefined || variable.declaration.name === identifier) continue;
    variable.uses.push(identifier);
    if (isAssigned(identifier)) variable.assigned.push(identifier);
  }
  return [...found.values()].filter(({ statement }) => statement === undefined || !isAmbient(statement));
}

function isNamed(node: ts.Node): node is Variable["declaration"] {
  return (
    ts.isVariableDeclaration(node) &&
    ts.isIdentifier(node.name) &&
    node.getSourceFile().fileName === LINKED_FILE
  );
}

function statementOf({ parent }: ts.VariableDeclaration): ts.VariableStatement | undefined {
  if (!ts.isVariableDeclarationList(parent) || parent.declarations.length !== 1) return undefined;
  return ts.isVariableStatement(parent.parent) ? parent.parent : undefined;
}

function isAmbient(statement: ts.VariableStatement): boolean {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

/** Is it declared at the top of the program? */
export function isTop({ statement }: Variable): boolean {
  return statement !== undefined && ts.isSourceFile(statement.parent);
}

/** What stands in place of a use: `{ name }` keeps the name of the field. */
export function useInstead(use: ts.Identifier, text: string): { start: number; end: number; text: string } {
  const isShort = ts.isShorthandPropertyAssignment(use.parent);
  return { start: use.getStart(), end: use.end, text: isShort ? `${use.text}: ${text}` : text };
}
