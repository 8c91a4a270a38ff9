// The tree of a linked text. When the text is edited, the statements at its top that no edit touches keep their nodes,
// and with them what was worked out about them: a pass changes few of the hundreds that there are.
import ts from "typescript";
import type { Edit } from "./mapped-text.ts";
import { parsedTree } from "./program.ts";

/** The tree of `text`, which edits, in order and apart from each other, have made of another one. That one is used up. */
export function editedTree(before: ts.SourceFile, text: string, edits: readonly Edit[]): ts.SourceFile {
  const statements: ts.Statement[] = [];
  let done = 0;
  let start = 0;
  let moved = 0;
  let grown = 0;
  const take = (end: number): void => {
    for (let edit = edits[done]; edit !== undefined && edit.end <= end; edit = edits[++done])
      grown += edit.text.length - (edit.end - edit.start);
  };
  const reread = (end: number): void => {
    statements.push(
      ...partOf(before.fileName, text.slice(start + moved, end + moved + grown), start + moved),
    );
  };
  let first = 0;
  for (const statement of before.statements) {
    const { end } = statement;
    take(end);
    // An edit that goes on into the next statement: both are read as one part.
    if ((edits[done]?.start ?? end) < end) continue;
    if (done === first) statements.push(shifted(statement, moved));
    else reread(end);
    [first, start, moved, grown] = [done, end, moved + grown, 0];
  }
  take(before.text.length);
  if (done > first) reread(before.text.length);
  return fileOf(before.fileName, text, statements);
}

/** The statements of a part of the text. */
function partOf(name: string, text: string, start: number): ts.Statement[] {
  return parsedTree(name, text).statements.map((one) => shifted(one, start));
}

/** The node and all that is in it, moved by some characters. */
function shifted<Node extends ts.Node>(node: Node, by: number): Node {
  if (by === 0) return node;
  const shift = (one: ts.Node): void => {
    move(one, by);
    ts.forEachChild(one, shift, (list) => {
      move(list, by);
      list.forEach(shift);
    });
  };
  shift(node);
  return node;
}

function move(range: ts.TextRange, by: number): void {
  range.pos += by;
  range.end += by;
}

/** A file of statements that have been read. */
function fileOf(name: string, text: string, statements: readonly ts.Statement[]): ts.SourceFile {
  const file = parsedTree(name, "");
  const { endOfFileToken } = file;
  const list = ts.setTextRange(ts.factory.createNodeArray(statements), { pos: 0, end: text.length });
  ts.setTextRange(endOfFileToken, { pos: text.length, end: text.length });
  for (const one of statements) Object.assign(one, { parent: file });
  // TypeScript takes a file for a module when one of its statements is marked as the reason.
  const externalModuleIndicator = statements.find(ts.isExportDeclaration);
  return Object.assign(file, { text, end: text.length, statements: list, externalModuleIndicator });
}
