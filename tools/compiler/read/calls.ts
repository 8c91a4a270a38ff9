// A call of the source: of a function, of a value, of the language's few operations, or of what the firmware
// has.
import ts from "typescript";
import type { Expression } from "../ir/program.ts";
import { readLibraryCall } from "./library-calls.ts";
import { isOfFirmware, takesThis } from "./methods.ts";
import type { Scope } from "./scope.ts";

export function readCall(node: ts.CallExpression, scope: Scope): Expression {
  const at = { type: scope.possibleType(node), place: scope.place(node) };
  requireNoHole(node, scope);
  const values = node.arguments.map((argument) => scope.expression(argument));
  const callee = ts.skipPartiallyEmittedExpressions(node.expression);
  const isOptional = node.questionDotToken !== undefined;
  if (ts.isPropertyAccessExpression(callee)) {
    const known = readLibraryCall(callee, values, scope);
    if (known !== undefined) return known;
  }
  const of = scope.expression(callee);
  if (of.kind === "function") return { ...at, kind: "call", function: of.function, arguments: values };
  if (of.kind === "member")
    return {
      ...at,
      kind: "call-member",
      of: of.of,
      name: of.name,
      isMethod: isMethod(callee, scope),
      arguments: values,
    };
  return {
    ...at,
    kind: "call-value",
    of,
    isOptional: isOptional || ts.isOptionalChain(node),
    isMethod: isOnRecord(callee, of, scope),
    arguments: values,
  };
}

function requireNoHole({ expression, arguments: values }: ts.CallExpression, scope: Scope): void {
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== "push") return;
  if (scope.typeOf(expression.expression).kind !== "list") return;
  for (const argument of values) scope.require(argument, scope.holes.ofValue(argument));
}

function isOnRecord(callee: ts.Expression, of: Expression, scope: Scope): boolean {
  const signature = signatureOf(callee, scope);
  if (signature === undefined || !takesThis(signature)) return false;
  if (of.kind !== "field" && !isOfFirmware(signature))
    throw scope.refused(callee, "a method is called on its record, as in record.add(1)");
  return of.kind === "field";
}

function isMethod(callee: ts.Expression, scope: Scope): boolean {
  const signature = signatureOf(callee, scope);
  return signature !== undefined && takesThis(signature);
}

function signatureOf(callee: ts.Expression, scope: Scope): ts.Signature | undefined {
  // A value that may be missing has no signatures of its own.
  return scope.checker.getNonNullableType(scope.checker.getTypeAtLocation(callee)).getCallSignatures()[0];
}
