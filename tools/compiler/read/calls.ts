// A call of the source: of a function, of a value, of the language's few operations, or of what the firmware has.
import ts from "typescript";
import type { Expression } from "../form/program.ts";
import { NOTHING, NUMBER, TEXT } from "../form/types.ts";
import { operation } from "./made.ts";
import type { Scope } from "./scope.ts";

export function readCall(node: ts.CallExpression, scope: Scope): Expression {
  const at = { type: scope.possibleType(node), place: scope.place(node) };
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

/** The operations that JavaScript writes as calls of its library. */
function libraryCall(
  callee: ts.PropertyAccessExpression,
  given: readonly Expression[],
  scope: Scope,
): Expression | undefined {
  const { expression } = callee;
  const name = callee.name.text;
  if (ts.isIdentifier(expression) && expression.text === "Math") return ofMath(name, given);
  if (ts.isIdentifier(expression) && expression.text === "String" && name === "fromCharCode")
    return operation("from-bytes", TEXT, given);
  const type = scope.typeOf(expression);
  if (type.kind === "text") return ofText(name, scope.expression(expression), given);
  if (type.kind === "list" && name === "push")
    return operation("append", NOTHING, [scope.expression(expression), ...given]);
  return undefined;
}

function ofMath(name: string, given: readonly Expression[]): Expression | undefined {
  if (name === "floor") return operation("floor", NUMBER, given);
  if (name === "abs") return operation("absolute", NUMBER, given);
  if (name === "min") return operation("least", NUMBER, given);
  if (name === "max") return operation("most", NUMBER, given);
  return undefined;
}

function ofText(name: string, of: Expression, given: readonly Expression[]): Expression | undefined {
  const [first, second] = given;
  if (first === undefined) return undefined;
  const zero: Expression = { kind: "number", value: 0, type: NUMBER, place: of.place };
  if (name === "charCodeAt") return operation("byte-at", NUMBER, [of, first]);
  if (name === "substring")
    return second === undefined
      ? operation("tail", TEXT, [of, first])
      : operation("substring", TEXT, [of, first, second]);
  if (name === "indexOf") return operation("index-of", NUMBER, [of, first, second ?? zero]);
  return undefined;
}
