// What a table has under its keys, which are texts, or numbers whose digits they are: `Record<number, string>`.
import ts from "typescript";

/** The type of the entries; `undefined` of what is no table. Whether it is a list is asked before. */
export function tableEntry(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  return type.getStringIndexType() ?? numbered(type, checker);
}

/** Typed arrays and their like have numbers for keys as well. */
function numbered(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  const info = checker.getIndexInfoOfType(type, ts.IndexKind.Number);
  return info?.declaration?.getSourceFile().isDeclarationFile === true ? undefined : info?.type;
}
