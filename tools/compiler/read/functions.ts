// A function of the source: its parameters, what they are by default, what they are taken apart into, and its
// body.
import ts from "typescript";
import type { Block, FunctionDef, Statement, Variable } from "../ir/program.ts";
import { eitherOf, NOTHING } from "../ir/types.ts";
import { namedConstant } from "../subset/forms.ts";
import { isAssignment, readAssignment } from "./assignments.ts";
import { byDefault } from "./made.ts";
import { takenApart } from "./patterns.ts";
import type { OpenFunction, Scope } from "./scope.ts";

/** A function without its body: its name is known, and others may call it. */
export function openFunction(node: ts.FunctionLikeDeclaration, scope: Scope): OpenFunction {
  const signature = scope.checker.getSignatureFromDeclaration(node);
  const result =
    signature === undefined ? scope.typeOf(node) : scope.possible.ofResult(node, signature.getReturnType());
  const name = node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : "";
  const tags = ts.getJSDocTags(node).map(({ tagName }) => tagName.text);
  const id = { name, place: scope.place(node), tags };
  return { id, self: undefined, parameters: [], result, body: [] };
}

/** Its parameters and body, once all names around it are known. */
export function closeFunction(open: OpenFunction, node: ts.FunctionLikeDeclaration, scope: Scope): void {
  const begin: Statement[] = [];
  const self = node.parameters.find(
    (parameter) => !isGiven(parameter) && parameter.type?.kind !== ts.SyntaxKind.VoidKeyword,
  );
  open.self = self === undefined ? undefined : scope.declareThis(self);
  open.parameters = node.parameters
    .filter(isGiven)
    .map((parameter) => readParameter(parameter, begin, scope));
  open.body = [...begin, ...bodyOf(node, scope)];
}

/** A function that stands in an expression. */
export function readFunction(node: ts.ArrowFunction | ts.FunctionExpression, scope: Scope): FunctionDef {
  const open = openFunction(node, scope);
  nameItself(node, scope);
  closeFunction(open, node, scope);
  return open;
}

/** In `const f = function g() {...}` g is f. */
function nameItself(node: ts.ArrowFunction | ts.FunctionExpression, scope: Scope): void {
  const constant = namedConstant(node);
  const own = node.name === undefined ? undefined : scope.checker.getSymbolAtLocation(node.name);
  if (constant === undefined || own === undefined) return;
  const named = scope.named(constant);
  if (named.kind === "variable") scope.nameVariable(own, named.variable);
}

/** `this: void` is a word to Lua's side. */
function isGiven({ name }: ts.ParameterDeclaration): boolean {
  return !(ts.isIdentifier(name) && name.text === "this");
}

function readParameter(node: ts.ParameterDeclaration, begin: Statement[], scope: Scope): Variable {
  const { name, initializer } = node;
  const place = scope.place(node);
  if (ts.isIdentifier(name)) {
    const variable = scope.declare(name, initializer !== undefined);
    if (initializer !== undefined) begin.push(byDefault(variable, scope.expression(initializer)));
    return variable;
  }
  const type = scope.typeOf(node);
  const whole = scope.made("given", initializer === undefined ? type : eitherOf([type, NOTHING]), node);
  if (initializer !== undefined) begin.push(byDefault(whole, scope.expression(initializer)));
  begin.push(...takenApart(name, { kind: "variable", variable: whole, type, place }, scope));
  return whole;
}

function bodyOf(node: ts.FunctionLikeDeclaration, scope: Scope): Block {
  const { body } = node;
  if (body === undefined) return [];
  if (ts.isBlock(body)) return scope.block(body.statements);
  const place = scope.place(body);
  // What is handed over to run later may be one assignment.
  if (ts.isBinaryExpression(body) && isAssignment(body)) return readAssignment(body, scope);
  const value = scope.expression(body);
  return [
    value.type.kind === "nothing" ? { kind: "evaluate", place, value } : { kind: "return", place, value },
  ];
}
