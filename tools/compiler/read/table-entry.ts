// Entries of a table, under keys that are texts, or numbers whose digits they are: `Record<number, string>`.
import ts from "typescript";

/** The type of the entries; `undefined` for anything but a table. A list is sorted out before. */
export function tableEntry(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  return type.getStringIndexType() ?? numbered(type, checker) ?? named(type, checker);
}

/** Typed arrays and their like have numbers for keys as well. */
function numbered(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  const info = checker.getIndexInfoOfType(type, ts.IndexKind.Number);
  return info?.declaration?.getSourceFile().isDeclarationFile === true ? undefined : info?.type;
}

/** If a type parameter has the keys, `{ [Name in Key]: number }`, they may be any. */
function named(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  const [declaration] = type.symbol?.declarations ?? [];
  if (declaration === undefined || !ts.isMappedTypeNode(declaration) || type.getProperties().length > 0)
    return undefined;
  const keys = declaration.typeParameter.constraint;
  const entry = declaration.type;
  if (keys === undefined || entry === undefined) return undefined;
  return checker.getTypeFromTypeNode(keys).isTypeParameter() ? checker.getTypeFromTypeNode(entry) : undefined;
}
