// The line of an option in the call that was given it: of a name in a record, or of a word in a chain, as
// `.until(20)`.
import ts from "typescript";

/** A place in a file: lines and columns are counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/**
 * The line of `option`, from outside to inside, among what the call at `position` is given; the call's own
 * where the option is not written out there.
 */
export function optionLine(source: string, position: Position, option: readonly string[]): number {
  const file = ts.createSourceFile("device.ts", source, ts.ScriptTarget.Latest, true);
  const call = callAt(file, offsetOf(file, position));
  if (call === undefined) return position.line;
  const part = wordIn(call, option[0]) ?? writtenPart(call, option);
  return part === undefined ? position.line : file.getLineAndCharacterOfPosition(part.getStart()).line + 1;
}

function offsetOf(file: ts.SourceFile, { line, column }: Position): number {
  const start = file.getLineStarts()[line - 1];
  return start === undefined ? -1 : start + column - 1;
}

/** The call whose callee stands at a place. */
function callAt(file: ts.SourceFile, offset: number): ts.CallExpression | undefined {
  let call: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart() || offset >= node.getEnd()) return;
    if (ts.isCallExpression(node) && offset < node.expression.getEnd()) call = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return call;
}

/** The call of a word of this name in the chain that a call ends. */
function wordIn(call: ts.CallExpression, word: string | undefined): ts.Node | undefined {
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  if (expression.name.text === word) return expression.name;
  return ts.isCallExpression(expression.expression) ? wordIn(expression.expression, word) : undefined;
}

/**
 * The innermost part of the way to an option that is written out. A place in a list is its number, from 0.
 */
function writtenPart(call: ts.CallExpression, option: readonly string[]): ts.Node | undefined {
  let innermost: ts.Node | undefined;
  let values: readonly ts.Node[] = call.arguments;
  for (const name of option) {
    const next = values.map((value) => partOf(value, name)).findLast((part) => part !== undefined);
    if (next === undefined) return innermost;
    innermost = next;
    values = ts.isPropertyAssignment(next) ? [next.initializer] : [next];
  }
  return innermost;
}

/**
 * The property of this name that is written in a record, or the element at this place that is written in a
 * list.
 */
function partOf(value: ts.Node, name: string): ts.Node | undefined {
  if (ts.isArrayLiteralExpression(value)) return value.elements[Number(name)];
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  return value.properties.findLast(
    (property) => property.name !== undefined && nameOf(property.name) === name,
  );
}

function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}
