// The order of the finished program: passes that call functions directly can put a call in front of its function.
import ts from "typescript";
import { inOrder, symbolsOf } from "../link-order.ts";
import { changed, type LinkedProgram } from "../linked-program.ts";
import { dropBlankLines, joinMapped, slice } from "../mapped-text.ts";
import { isPureDeclaration } from "../purity.ts";

/** The program with each declaration in front of its first use again, as far as they do not use each other. */
export function reordered(linked: LinkedProgram): LinkedProgram {
  const pieces = linked.file.statements.map((statement) => ({
    text: slice(linked.source, statement.getStart(), statement.end),
    movable: isPureDeclaration(statement) && !ts.isExportDeclaration(statement),
    ...symbolsOf(statement, linked.checker),
  }));
  const source = dropBlankLines(joinMapped(inOrder([pieces]).map((piece) => piece.text)));
  return changed(linked, source);
}
