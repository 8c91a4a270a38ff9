// Every local variable gets a name that nothing else in the program has: then any statement may be put into any function.
import ts from "typescript";
import { LINKED_FILE, type LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import type { Meaning } from "../names.ts";

/** Edits that number the locals which share their name with something. */
export function uniqueLocals(linked: LinkedProgram): Edit[] {
  const taken = new Set<string>();
  const owners = new Map<string, Meaning>();
  const { references } = linked.names;
  for (const { identifier, meaning } of references) {
    taken.add(identifier.text);
    if (!isLocal(meaning)) owners.set(identifier.text, meaning);
  }
  const names = new Map<Meaning, string>();
  const edits: Edit[] = [];
  for (const { identifier, meaning, use } of references) {
    if (use === "type" || !isLocal(meaning)) continue;
    const owner = owners.get(identifier.text);
    if (owner === undefined) owners.set(identifier.text, meaning);
    if (owner === undefined || owner === meaning) continue;
    const name = names.get(meaning) ?? freshName(identifier.text, taken);
    names.set(meaning, name);
    taken.add(name);
    const isShort = use === "shorthand" || isShortBinding(identifier);
    edits.push({
      start: identifier.getStart(),
      end: identifier.end,
      text: isShort ? `${identifier.text}: ${name}` : name,
    });
  }
  return edits;
}

/** Is it a variable or a function below the top of the program? */
function isLocal(meaning: Meaning): boolean {
  const declaration = meaning.valueDeclaration;
  if (declaration === undefined || declaration.getSourceFile().fileName !== LINKED_FILE) return false;
  if (ts.isParameter(declaration)) return isVariable(declaration);
  const isDeclared =
    ts.isVariableDeclaration(declaration) ||
    ts.isBindingElement(declaration) ||
    ts.isFunctionDeclaration(declaration);
  return isDeclared && ts.findAncestor(declaration.parent, opensScope) !== undefined;
}

/** `this` in front of the parameters only says a type, and so does every parameter of a function type. */
function isVariable(parameter: ts.ParameterDeclaration): boolean {
  return parameter.name.getText() !== "this" && (parameter.parent as { body?: ts.Node }).body !== undefined;
}

function opensScope(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isBlock(node) ||
    ts.isIterationStatement(node, false) ||
    ts.isCatchClause(node)
  );
}

function isShortBinding(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  return (
    ts.isBindingElement(parent) &&
    parent.propertyName === undefined &&
    ts.isObjectBindingPattern(parent.parent)
  );
}

function freshName(wanted: string, taken: ReadonlySet<string>): string {
  const base = wanted.replace(/_\d+$/, "");
  for (let n = 2; ; n++) if (!taken.has(`${base}_${n}`)) return `${base}_${n}`;
}
