// A loop over a list of one is no loop: most devices have one actuator.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { withoutCasts } from "../without-casts.ts";
import { contains } from "./call-sites.ts";
import { disjointEdits } from "./disjoint-edits.ts";
import { type Variable, variablesOf } from "./variables.ts";

/** Edits that take out loops over constant lists with one item or none. */
export function unrollShortLists(linked: LinkedProgram): Edit[] {
  return disjointEdits(variablesOf(linked).map(unrolled));
}

function unrolled({ declaration, statement, uses }: Variable): Edit[] {
  const list = declaration.initializer === undefined ? undefined : withoutCasts(declaration.initializer);
  if (statement === undefined || list === undefined || !ts.isArrayLiteralExpression(list)) return [];
  const loops = uses.map(loopOver);
  if (list.elements.length > 1 || !loops.every((one) => one !== undefined)) return [];
  const [element] = list.elements;
  const { text } = declaration.name;
  const item = element === undefined ? "" : `const ${text}$item = ${element.getText()};`;
  return [
    { start: statement.getStart(), end: statement.end, text: item },
    ...loops.flatMap((loop) => (element === undefined ? [never(loop)] : once(loop, `${text}$item`))),
  ];
}

/** The loop that a list is named in, when each of its turns runs to the end. */
function loopOver(use: ts.Identifier): ts.ForOfStatement | undefined {
  const loop = use.parent;
  if (!ts.isForOfStatement(loop) || loop.expression !== use) return undefined;
  const isPlain = ts.isVariableDeclarationList(loop.initializer);
  return isPlain && !contains(loop.statement, ts.isBreakOrContinueStatement) ? loop : undefined;
}

function never(loop: ts.ForOfStatement): Edit {
  return { start: loop.getStart(), end: loop.end, text: "{}" };
}

function once(loop: ts.ForOfStatement, item: string): Edit[] {
  const text = `{ ${loop.initializer.getText()} = ${item}; `;
  return [
    { start: loop.getStart(), end: loop.statement.getStart(), text },
    { start: loop.end, end: loop.end, text: " }" },
  ];
}
