// The outermost scope of a program's files: with what its types say, and what its values may be.
import type ts from "typescript";
import type { FieldBook } from "./fields.ts";
import { Holes } from "./holes.ts";
import { PossibleTypes } from "./possible-types.ts";
import { type Readers, Scope } from "./scope.ts";
import { Stores } from "./stores.ts";
import { TypeReader } from "./types.ts";

export function newScope(
  files: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
  book: FieldBook,
  readers: Readers,
): Scope {
  const types = new TypeReader(checker, book, (symbol) => possible.ofProperty(symbol));
  const possible: PossibleTypes = new PossibleTypes(checker, types, new Stores(files, checker));
  return new Scope(checker, book, types, possible, new Holes(files, checker), readers);
}
