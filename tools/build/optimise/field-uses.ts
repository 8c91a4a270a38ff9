// Every place where a field is given a value, called or read, by the field's name. A name means the same field
// everywhere: the passes that ask here do something to all fields of a name, or to none.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import { keptNames } from "./fields.ts";

export interface FieldUses {
  /** `name: value` and `{ name }` in literals. */
  literals: (ts.PropertyAssignment | ts.ShorthandPropertyAssignment)[];
  /** `record.name = value;` and `record.name += value;`, as statements of their own. */
  assignments: ts.ExpressionStatement[];
  /** `record.name(...)`. */
  calls: ts.CallExpression[];
  /** Any other place: its value is wanted there. */
  reads: ts.Node[];
  signatures: ts.TypeElement[];
}

/** The uses of all fields that are the program's own: not those that the platform or the language knows. */
export function fieldUses(linked: LinkedProgram): Map<string, FieldUses> {
  const kept = keptNames(linked);
  const found = new Map<string, FieldUses>();
  const usesOf = (name: string): FieldUses => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const fresh: FieldUses = { literals: [], assignments: [], calls: [], reads: [], signatures: [] };
    found.set(name, fresh);
    return fresh;
  };
  const walk = (node: ts.Node): void => {
    note(node, usesOf);
    ts.forEachChild(node, walk);
  };
  walk(linked.file);
  for (const name of kept) found.delete(name);
  return found;
}

function note(node: ts.Node, usesOf: (name: string) => FieldUses): void {
  if (ts.isPropertyAccessExpression(node)) noteAccess(node, usesOf(node.name.text));
  else if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
    if (ts.isIdentifier(node.name)) usesOf(node.name.text).literals.push(node);
  } else if (ts.isPropertySignature(node) || ts.isMethodSignature(node)) {
    if (ts.isIdentifier(node.name)) usesOf(node.name.text).signatures.push(node);
  } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    usesOf((node.propertyName ?? node.name).getText()).reads.push(node);
  } else if (ts.isMethodDeclaration(node) && ts.isIdentifier(node.name)) {
    usesOf(node.name.text).reads.push(node);
  }
}

function noteAccess(node: ts.PropertyAccessExpression, uses: FieldUses): void {
  const parent = node.parent;
  if (ts.isCallExpression(parent) && parent.expression === node) {
    uses.calls.push(parent);
    return;
  }
  const isStored =
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  if (isStored && ts.isExpressionStatement(parent.parent)) uses.assignments.push(parent.parent);
  else uses.reads.push(node);
}

/** Is the field only read to be given to a field of the same name, `name: other.name`? */
export function isHandedOn(node: ts.Node, name: string): boolean {
  return ts.isPropertyAssignment(node.parent) && isHandingOn(node.parent, name);
}

export function isHandingOn(node: ts.ObjectLiteralElementLike, name: string): boolean {
  return (
    ts.isPropertyAssignment(node) &&
    ts.isPropertyAccessExpression(node.initializer) &&
    node.name.getText() === name &&
    node.initializer.name.text === name
  );
}
