// A field that holds the same function in every record is a detour: on a board there is one platform, and often one
// part of a kind. Its calls call the function; the field then holds what nobody reads, and goes.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import type { Meaning } from "../names.ts";
import { withoutCasts } from "../without-casts.ts";
import { type FieldUses, isHandedOn, isHandingOn, pickedFields } from "./field-uses.ts";
import { mayBeMissing } from "./missing-fields.ts";
import { readsOnly } from "./stable.ts";

/** Edits that put a function's name in place of `record.field` where it is called. */
export function callDirectly(linked: LinkedProgram): Edit[] {
  const edits: Edit[] = [];
  const targets = pickedFields(linked, (name, uses) => onlyFunction(name, uses, linked));
  for (const { uses, picked: target } of targets) {
    for (const node of [...uses.calls.map(({ expression }) => expression), ...uses.reads.filter(isArgument)])
      edits.push({ start: node.getStart(), end: node.end, text: target });
  }
  return edits;
}

/** The text that names the one function that the field ever holds; `undefined` when there are more, or it may change. */
function onlyFunction(name: string, uses: FieldUses, linked: LinkedProgram): string | undefined {
  if (uses.calls.length + uses.reads.length === 0 || uses.assignments.length > 0) return undefined;
  if (!uses.calls.every(({ expression }) => isPlain(expression))) return undefined;
  // `name: other.name` hands the same function on.
  if (!uses.reads.every((node) => isHandedOn(node, name) || isArgument(node))) return undefined;
  const [first, ...others] = uses.literals
    .filter((one) => !isHandingOn(one, name))
    .map((one) => givenBy(one, linked));
  if (first?.meaning === undefined || others.some(({ meaning }) => meaning !== first.meaning))
    return undefined;
  if (!isFixedFunction(first.value, first.meaning) || mayBeMissing(name, uses, linked)) return undefined;
  return first.value.getText();
}

function givenBy(
  literal: FieldUses["literals"][number],
  linked: LinkedProgram,
): { value: ts.Expression; meaning: Meaning | undefined } {
  const value = ts.isShorthandPropertyAssignment(literal) ? literal.name : literal.initializer;
  if (ts.isIdentifier(value)) return { value, meaning: linked.names.of(value) };
  if (!isOfPlatform(value, linked)) return { value, meaning: undefined };
  return { value, meaning: linked.checker.getSymbolAtLocation(value) };
}

/** `gpio.write`: what else has a point in it is no function of the platform's. */
function isOfPlatform(value: ts.Expression, { names }: LinkedProgram): boolean {
  if (!ts.isPropertyAccessExpression(value) || !ts.isIdentifier(value.expression)) return false;
  const declaration = names.of(value.expression)?.declarations?.[0];
  return declaration?.getSourceFile().isDeclarationFile === true;
}

/** Is the field handed to a function, `pcall(record.join)`? */
function isArgument(node: ts.Node): boolean {
  const isGiven = ts.isCallExpression(node.parent) && node.parent.arguments.includes(node as ts.Expression);
  return isGiven && ts.isPropertyAccessExpression(node) && isPlain(node);
}

function isPlain(access: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(access)) return false;
  return !ts.isOptionalChain(access) && readsOnly(withoutCasts(access.expression));
}

/** A function of the program's top without `this`, or one of the platform's: `print`, `gpio.write`. */
function isFixedFunction(value: ts.Expression, meaning: Meaning): boolean {
  const declaration = meaning.valueDeclaration;
  if (declaration === undefined || !ts.isFunctionDeclaration(declaration)) return false;
  const isAmbient = declaration.getSourceFile().isDeclarationFile;
  if (ts.isPropertyAccessExpression(value)) return isAmbient && ts.isIdentifier(value.expression);
  const takesThis = declaration.parameters.some(
    (one) => one.name.getText() === "this" && one.type?.kind !== ts.SyntaxKind.VoidKeyword,
  );
  return ts.isIdentifier(value) && !takesThis && (isAmbient || ts.isSourceFile(declaration.parent));
}
