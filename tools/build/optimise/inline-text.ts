// The text that stands in place of a call: the called function's body, with the arguments for its parameters.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import { type Edit, joinMapped, type MappedText, madeUp, slice } from "../mapped-text.ts";
import type { Names } from "../names.ts";
import { isAssigned } from "./bindings.ts";
import type { SingleCall, Standing } from "./call-sites.ts";
import { alwaysReturns, hasReturn, withoutReturns } from "./returns.ts";
import { type IsSteady, isStable, readsOnly } from "./stable.ts";

/** Texts longer than this are kept once rather than written wherever they are used. */
const SHORT_TEXT = 4;

interface Arguments {
  /** Declarations for the arguments that are worked out first. */
  declarations: string[];
  /** Edits of the body that put the others where their parameters were. */
  edits: Edit[];
}

/** Replaces one call by an expression: for a body that is only `return ...`. */
export function inlinedExpression(
  single: SingleCall,
  linked: LinkedProgram,
  isSteady: IsSteady,
): Edit | undefined {
  const value = onlyValue(single.callee.body);
  if (value === undefined) return undefined;
  const readsNothingElse = readsOnly(value);
  const given = argumentsOf(single, linked, (argument, uses) => {
    if (isStable(argument, isSteady)) return true;
    return uses === 1 && readsNothingElse && readsOnly(argument);
  });
  if (given.declarations.length > 0) return undefined;
  const text = slice(linked.source, value.getStart(), value.end, given.edits);
  return {
    start: single.call.getStart(),
    end: single.call.end,
    text: `(${text.text})`,
    origins: text.origins,
  };
}

/** Replaces the statement that a call is in by the function's body and what is left of the statement. */
export function inlinedStatements(
  single: SingleCall,
  standing: Standing,
  linked: LinkedProgram,
  isSteady: IsSteady,
): Edit | undefined {
  const given = argumentsOf(single, linked, (argument) => isStable(argument, isSteady));
  const parts = tailParts(single, standing, linked, given) ?? middleParts(single, standing, linked, given);
  if (parts === undefined) return undefined;
  const declarations = given.declarations.map((one) => asPartOf(madeUp(one), standing.statement, linked));
  const all = joinMapped([...declarations, ...parts]);
  const [open, close] = standing.isListed ? ["", ""] : ["{ ", " }"];
  return {
    start: standing.statement.getStart(),
    end: standing.statement.end,
    text: open + all.text + close,
    origins: all.origins,
  };
}

/** The call is the last thing that its function does: the body keeps its returns. */
function tailParts(
  { callee, call }: SingleCall,
  { statement }: Standing,
  linked: LinkedProgram,
  { edits }: Arguments,
): MappedText[] | undefined {
  const body = bodyText(callee.body, linked, edits);
  if (ts.isReturnStatement(statement) && statement.expression === call) {
    const falls = !callee.body.statements.some(alwaysReturns);
    return falls ? [body, asPartOf(madeUp("return;"), statement, linked)] : [body];
  }
  if (!ts.isExpressionStatement(statement) || statement.expression !== call) return undefined;
  return isLast(statement) && !returnsValue(callee.body) ? [body] : undefined;
}

function middleParts(
  { callee, call }: SingleCall,
  { statement }: Standing,
  linked: LinkedProgram,
  given: Arguments,
): MappedText[] | undefined {
  const { body } = callee;
  if (ts.isExpressionStatement(statement) && statement.expression === call) {
    const edits = withoutReturns(body, undefined);
    return edits === undefined ? undefined : [bodyText(body, linked, [...given.edits, ...edits])];
  }
  const last = body.statements.at(-1);
  const isStraight =
    last !== undefined &&
    ts.isReturnStatement(last) &&
    last.expression !== undefined &&
    !body.statements.slice(0, -1).some(hasReturn);
  if (isStraight) {
    const value = slice(linked.source, last.expression.getStart(), last.expression.end, given.edits);
    const before = slice(linked.source, body.statements[0]?.getStart() ?? 0, last.getStart(), given.edits);
    return [before, withValue(statement, call, `(${value.text.replaceAll("\n", " ")})`, linked)];
  }
  const target = `${callee.name.text}$result`;
  const edits = withoutReturns(body, target);
  if (edits === undefined) return undefined;
  const type = linked.checker.getReturnTypeOfSignature(
    linked.checker.getSignatureFromDeclaration(callee) as ts.Signature,
  );
  const typeText = linked.checker.typeToString(type, statement, ts.TypeFormatFlags.NoTruncation);
  return [
    asPartOf(madeUp(`let ${target}: ${typeText};`), statement, linked),
    bodyText(body, linked, [...given.edits, ...edits]),
    withValue(statement, call, target, linked),
  ];
}

function withValue(
  statement: ts.Statement,
  call: ts.CallExpression,
  text: string,
  linked: LinkedProgram,
): MappedText {
  return slice(linked.source, statement.getStart(), statement.end, [
    { start: call.getStart(), end: call.end, text },
  ]);
}

function bodyText(body: ts.Block, linked: LinkedProgram, edits: readonly Edit[]): MappedText {
  return slice(linked.source, body.getStart() + 1, body.end - 1, edits);
}

/** A line that the build makes up for a statement counts as that statement's. */
function asPartOf(text: MappedText, statement: ts.Statement, linked: LinkedProgram): MappedText {
  const line = linked.file.getLineAndCharacterOfPosition(statement.getStart()).line;
  return { text: text.text, origins: text.origins.map(() => linked.source.origins[line]) };
}

function onlyValue(body: ts.Block): ts.Expression | undefined {
  const [only] = body.statements;
  return body.statements.length === 1 && only !== undefined && ts.isReturnStatement(only)
    ? only.expression
    : undefined;
}

/** Decides for each argument whether it takes its parameter's place or is worked out first. */
function argumentsOf(
  { callee, call }: SingleCall,
  linked: LinkedProgram,
  mayMove: (argument: ts.Expression, uses: number) => boolean,
): Arguments {
  const result: Arguments = { declarations: [], edits: [] };
  callee.parameters.forEach((parameter, index) => {
    const name = parameter.name as ts.Identifier;
    const uses = usesOf(name, callee.body, linked.names);
    const argument = call.arguments[index];
    const isChanged = uses.some(isAssigned);
    if (
      !isChanged &&
      (argument === undefined || (mayMove(argument, uses.length) && isWorthRepeating(argument, uses.length)))
    ) {
      const text = argument === undefined ? "undefined" : asOperand(argument, parameter, callee, linked);
      for (const use of uses) result.edits.push(substitution(use, text));
      return;
    }
    const word = isChanged ? "let" : "const";
    const type =
      parameter.type === undefined || namesTypeParameter(parameter.type, callee)
        ? ""
        : `: ${parameter.type.getText()}`;
    const value =
      argument === undefined || type === "" || ts.isIdentifier(argument)
        ? (argument?.getText() ?? "undefined")
        : asType(argument, parameter, linked);
    result.declarations.push(`${word} ${name.text}${type} = ${value};`);
  });
  return result;
}

export function usesOf(name: ts.Identifier, body: ts.Block, names: Names): ts.Identifier[] {
  const meaning = names.of(name);
  const uses: ts.Identifier[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && names.of(node) === meaning) uses.push(node);
    ts.forEachChild(node, walk);
  };
  walk(body);
  return uses;
}

function substitution(use: ts.Identifier, text: string): Edit {
  const isShort = ts.isShorthandPropertyAssignment(use.parent);
  return { start: use.getStart(), end: use.end, text: isShort ? `${use.text}: ${text}` : text };
}

/** The argument's text, seen as the type that the body knows it by. */
function asOperand(
  argument: ts.Expression,
  parameter: ts.ParameterDeclaration,
  callee: ts.FunctionDeclaration,
  linked: LinkedProgram,
): string {
  const text = argument.getText();
  if (
    parameter.type !== undefined &&
    // A type of the called function's own means nothing elsewhere.
    !namesTypeParameter(parameter.type, callee) &&
    !isAssignable(argument, parameter, linked)
  )
    return `(${asType(argument, parameter, linked)})`;
  return ts.isIdentifier(argument) || ts.isLiteralExpression(argument) ? text : `(${text})`;
}

/** A function that is called directly knows a record as its own kind, which the field it was in did not say. */
function asType(argument: ts.Expression, parameter: ts.ParameterDeclaration, linked: LinkedProgram): string {
  const text = argument.getText();
  if (isAssignable(argument, parameter, linked)) return text;
  return `${text} as unknown as ${parameter.type?.getText()}`;
}

function isAssignable(
  argument: ts.Expression,
  parameter: ts.ParameterDeclaration,
  { checker }: LinkedProgram,
): boolean {
  return checker.isTypeAssignableTo(
    checker.getTypeAtLocation(argument),
    checker.getTypeAtLocation(parameter),
  );
}

/** One word may stand anywhere; what is longer only in one place. */
function isWorthRepeating(argument: ts.Expression, uses: number): boolean {
  if (uses <= 1 || ts.isIdentifier(argument) || ts.isNumericLiteral(argument)) return true;
  if (argument.kind === ts.SyntaxKind.TrueKeyword || argument.kind === ts.SyntaxKind.FalseKeyword)
    return true;
  return ts.isStringLiteral(argument) && argument.text.length <= SHORT_TEXT;
}

function namesTypeParameter(type: ts.TypeNode, callee: ts.FunctionDeclaration): boolean {
  const own = new Set((callee.typeParameters ?? []).map((one) => one.name.text));
  let found = false;
  const walk = (node: ts.Node): void => {
    found ||= ts.isIdentifier(node) && own.has(node.text);
    ts.forEachChild(node, walk);
  };
  walk(type);
  return found;
}

/** Does nothing of its function follow the statement? */
function isLast(statement: ts.Statement): boolean {
  let inner: ts.Node = statement;
  for (let at: ts.Node = statement.parent; ; inner = at, at = at.parent) {
    if (ts.isBlock(at)) {
      if (at.statements.at(-1) !== inner) return false;
      if (ts.isFunctionLike(at.parent)) return true;
    } else if (!ts.isIfStatement(at)) return false;
  }
}

function returnsValue(body: ts.Node): boolean {
  if (ts.isFunctionLike(body)) return false;
  if (ts.isReturnStatement(body)) return body.expression !== undefined;
  return ts.forEachChild(body, returnsValue) ?? false;
}
