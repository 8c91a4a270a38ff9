import ts from "typescript";

/** What a module's text imports, as it is written there. */
export function importedNames(text: string): string[] {
  return ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
}
