// A field that holds the same function in every record is a detour: on a board there is one platform, and often one
// part of a kind. Its calls call the function; the field then holds what nobody reads, and goes.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { type FieldUses, fieldUses, isHandedOn, isHandingOn } from "./field-uses.ts";
import { readsOnly } from "./stable.ts";

/** Edits that put a function's name in place of `record.field` where it is called. */
export function callDirectly(linked: LinkedProgram): Edit[] {
  const edits: Edit[] = [];
  for (const [name, uses] of fieldUses(linked)) {
    const target = onlyFunction(name, uses, linked.checker);
    if (target === undefined) continue;
    for (const node of [...uses.calls.map(({ expression }) => expression), ...uses.reads.filter(isArgument)])
      edits.push({ start: node.getStart(), end: node.end, text: target });
  }
  return edits;
}

/** The text that names the one function that the field ever holds; `undefined` when there are more, or it may change. */
function onlyFunction(name: string, uses: FieldUses, checker: ts.TypeChecker): string | undefined {
  if (uses.calls.length + uses.reads.length === 0 || uses.assignments.length > 0) return undefined;
  if (!uses.calls.every(({ expression }) => isPlain(expression))) return undefined;
  // `name: other.name` hands the same function on.
  if (!uses.reads.every((node) => isHandedOn(node, name) || isArgument(node))) return undefined;
  const [first, ...others] = uses.literals
    .filter((one) => !isHandingOn(one, name))
    .map((one) => givenBy(one, checker));
  if (first?.symbol === undefined || others.some(({ symbol }) => symbol !== first.symbol)) return undefined;
  return isFixedFunction(first.value, first.symbol) ? first.value.getText() : undefined;
}

function givenBy(
  literal: FieldUses["literals"][number],
  checker: ts.TypeChecker,
): { value: ts.Expression; symbol: ts.Symbol | undefined } {
  if (ts.isShorthandPropertyAssignment(literal))
    return { value: literal.name, symbol: checker.getShorthandAssignmentValueSymbol(literal) };
  return { value: literal.initializer, symbol: checker.getSymbolAtLocation(literal.initializer) };
}

/** Is the field handed to a function, `pcall(record.join)`? */
function isArgument(node: ts.Node): boolean {
  const isGiven = ts.isCallExpression(node.parent) && node.parent.arguments.includes(node as ts.Expression);
  return isGiven && ts.isPropertyAccessExpression(node) && isPlain(node);
}

function isPlain(access: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(access)) return false;
  return access.questionDotToken === undefined && readsOnly(withoutCasts(access.expression));
}

function withoutCasts(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return withoutCasts(node.expression);
  return node;
}

/** A function of the program's top without `this`, or one of the platform's: `print`, `gpio.write`. */
function isFixedFunction(value: ts.Expression, symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isFunctionDeclaration(declaration)) return false;
  const isAmbient = declaration.getSourceFile().isDeclarationFile;
  if (ts.isPropertyAccessExpression(value)) return isAmbient && ts.isIdentifier(value.expression);
  const takesThis = declaration.parameters.some(
    (one) => one.name.getText() === "this" && one.type?.kind !== ts.SyntaxKind.VoidKeyword,
  );
  return ts.isIdentifier(value) && !takesThis && (isAmbient || ts.isSourceFile(declaration.parent));
}
