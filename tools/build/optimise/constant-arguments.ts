// What a function is called with once, and what is the same from the start to the end, stands in it by its own name: the
// declaration of a device, and the limits of its board.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import type { Names } from "../names.ts";
import { isPure } from "../purity.ts";
import { withoutCasts } from "../without-casts.ts";
import { isAssigned } from "./bindings.ts";
import { type SingleCall, singleCalls, standingOf } from "./call-sites.ts";
import { disjointEdits } from "./disjoint-edits.ts";
import { usesOf } from "./inline-text.ts";
import { type IsSteady, isStable, readsOnly, steadyVariables } from "./stable.ts";
import { useInstead } from "./variables.ts";

/** Edits that put constants of the top in place of the parameters that they are given for. */
export function putArguments(linked: LinkedProgram): Edit[] {
  const isSteady = steadyVariables(linked);
  return disjointEdits(singleCalls(linked).flatMap((one) => argumentEdits(one, linked, isSteady)));
}

function argumentEdits({ callee, call }: SingleCall, { names }: LinkedProgram, isSteady: IsSteady): Edit[][] {
  return callee.parameters.flatMap((parameter, index) => {
    const argument = call.arguments[index];
    const name = parameter.name as ts.Identifier;
    if (argument === undefined) return [];
    const isFirst = call.arguments.slice(0, index).every((one) => isPure(one) || readsOnly(one));
    const statement = isFirst && isRecord(argument) ? statementOfStart(call, isSteady) : undefined;
    if (statement !== undefined) return [named(argument, parameter, statement)];
    if (!isTopConstant(argument, names)) return [];
    const uses = usesOf(name, callee.body, names);
    if (uses.length === 0 || uses.some(isAssigned)) return [];
    return [uses.map((use) => useInstead(use, argument.getText()))];
  });
}

function isRecord(argument: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(withoutCasts(argument)) && isPure(argument);
}

/** The statement of the start that a call is the first to do anything in: it runs once, and a record may be made before it. */
function statementOfStart(call: ts.CallExpression, isSteady: IsSteady): ts.Statement | undefined {
  const statement = standingOf(call, (node) => isStable(node, isSteady))?.statement;
  return statement !== undefined && ts.isSourceFile(statement.parent) ? statement : undefined;
}

/** A record that the start hands to a function, as a constant in front of the statement. */
function named(
  argument: ts.Expression,
  { name, type }: ts.ParameterDeclaration,
  statement: ts.Statement,
): Edit[] {
  const constant = `given$${name.getText()}`;
  const typed = type === undefined ? "" : `: ${type.getText()}`;
  return [
    {
      start: statement.getStart(),
      end: statement.getStart(),
      text: `const ${constant}${typed} = ${argument.getText()}; `,
    },
    { start: argument.getStart(), end: argument.end, text: constant },
  ];
}

function isTopConstant(argument: ts.Expression, names: Names): boolean {
  if (!ts.isIdentifier(argument)) return false;
  const declaration = names.of(argument)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  // The variable of a loop is constant as well, but only in there.
  const statement = declaration.parent.parent;
  return isConst && ts.isVariableStatement(statement) && ts.isSourceFile(statement.parent);
}
