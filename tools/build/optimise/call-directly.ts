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
    for (const { expression } of uses.calls)
      edits.push({ start: expression.getStart(), end: expression.end, text: target });
  }
  return edits;
}

/** The text that names the one function that the field ever holds; `undefined` when there are more, or it may change. */
function onlyFunction(name: string, uses: FieldUses, checker: ts.TypeChecker): string | undefined {
  if (uses.calls.length === 0 || uses.assignments.length > 0) return undefined;
  if (!uses.calls.every((call) => isPlainCall(call))) return undefined;
  // `name: other.name` hands the same function on.
  if (!uses.reads.every((node) => isHandedOn(node, name))) return undefined;
  const values = uses.literals.filter((one) => !isHandingOn(one, name));
  const [only] = values;
  if (values.length !== 1 || only === undefined) return undefined;
  const value = ts.isShorthandPropertyAssignment(only) ? only.name : only.initializer;
  const symbol = ts.isShorthandPropertyAssignment(only)
    ? checker.getShorthandAssignmentValueSymbol(only)
    : checker.getSymbolAtLocation(value);
  return symbol !== undefined && isFixedFunction(value, symbol) ? value.getText() : undefined;
}

function isPlainCall(call: ts.CallExpression): boolean {
  const callee = call.expression as ts.PropertyAccessExpression;
  return callee.questionDotToken === undefined && readsOnly(withoutCasts(callee.expression));
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
