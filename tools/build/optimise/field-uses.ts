// Every place where a field is given a value, called or read, by the field's name. A name means the same field
// everywhere: the passes that ask here do something to all fields of a name, or to none.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import { keptNames } from "./fields.ts";
import { isNameInType } from "./type-names.ts";

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
  /** Where a type names it, `Probe["gain"]`. */
  types: ts.StringLiteral[];
}

/** The uses of fields by their names, with those that the platform or the language knows among them. */
function allFieldUses(linked: LinkedProgram): Map<string, FieldUses> {
  const known = usesIn.get(linked.file);
  if (known !== undefined) return known;
  const found = new Map<string, FieldUses>();
  const usesOf = (name: string): FieldUses => {
    const uses = found.get(name);
    if (uses !== undefined) return uses;
    const fresh: FieldUses = {
      literals: [],
      assignments: [],
      calls: [],
      reads: [],
      signatures: [],
      types: [],
    };
    found.set(name, fresh);
    return fresh;
  };
  const walk = (node: ts.Node): void => {
    note(node, usesOf);
    ts.forEachChild(node, walk);
  };
  walk(linked.file);
  usesIn.set(linked.file, found);
  return found;
}

/** Those of the texts that were asked about: several passes ask, and few change the program. */
const usesIn = new WeakMap<ts.SourceFile, Map<string, FieldUses>>();

/**
 * What `pick` makes of the uses of each field that is the program's own: not of those that the platform or the language
 * knows. Which these are takes types, so it is asked only of those that were picked.
 */
export function pickedFields<Picked>(
  linked: LinkedProgram,
  pick: (name: string, uses: FieldUses) => Picked | undefined,
): { uses: FieldUses; picked: Picked }[] {
  const found = [...allFieldUses(linked)].flatMap(([name, uses]) => {
    const picked = pick(name, uses);
    return picked === undefined ? [] : [{ name, uses, picked }];
  });
  if (found.length === 0) return [];
  const kept = keptNames(linked, new Set(found.map(({ name }) => name)));
  return found.filter(({ name }) => !kept.has(name));
}

function note(node: ts.Node, usesOf: (name: string) => FieldUses): void {
  if (ts.isPropertyAccessExpression(node)) noteAccess(node, usesOf(node.name.text));
  else if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
    if (ts.isIdentifier(node.name)) usesOf(node.name.text).literals.push(node);
  } else if (ts.isPropertySignature(node) || ts.isMethodSignature(node)) {
    if (ts.isIdentifier(node.name)) usesOf(node.name.text).signatures.push(node);
  } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    usesOf((node.propertyName ?? node.name).getText()).reads.push(node);
  } else if (isNameInType(node)) {
    usesOf(node.text).types.push(node);
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
