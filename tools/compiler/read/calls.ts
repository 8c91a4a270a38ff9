// A call of the source: of a function, of a value, of the language's few operations, or of what the firmware has.
import ts from "typescript";
import type { Expression } from "../form/program.ts";
import { libraryCall } from "./library-calls.ts";
import type { Scope } from "./scope.ts";

export function readCall(node: ts.CallExpression, scope: Scope): Expression {
  const at = { type: scope.typeOf(node), place: scope.place(node) };
  const given = node.arguments.map((one) => scope.expression(one));
  const callee = ts.skipPartiallyEmittedExpressions(node.expression);
  const isOptional = node.questionDotToken !== undefined;
  if (ts.isPropertyAccessExpression(callee)) {
    const known = libraryCall(callee, given, scope);
    if (known !== undefined) return known;
  }
  const of = scope.expression(callee);
  if (of.kind === "function") return { ...at, kind: "call", function: of.function, arguments: given };
  if (of.kind === "member")
    return {
      ...at,
      kind: "call-member",
      of: of.of,
      name: of.name,
      isMethod: isMethod(callee, scope),
      arguments: given,
    };
  return {
    ...at,
    kind: "call-value",
    of,
    isOptional: isOptional || ts.isOptionalChain(node),
    isMethod: of.kind === "field" && isMethod(callee, scope),
    arguments: given,
  };
}

/** A method takes what it is a member of; a function of a namespace, and one with `this: void`, does not. */
function isMethod(callee: ts.Expression, scope: Scope): boolean {
  // What may not be there has no signatures of its own.
  const type = scope.checker.getNonNullableType(scope.checker.getTypeAtLocation(callee));
  const signature = type.getCallSignatures()[0];
  const declaration = signature?.declaration;
  if (declaration === undefined || ts.isJSDocSignature(declaration)) return false;
  const [first] = declaration.parameters;
  const saysThis = first !== undefined && ts.isIdentifier(first.name) && first.name.text === "this";
  if (saysThis) return first.type?.kind !== ts.SyntaxKind.VoidKeyword;
  return ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration);
}
