// A name that a module is asked for and does not export: where it is now, what it is called now, or which one
// was meant. And a name that is used and not imported: from where.
import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";
import { nearest, nearestName } from "../../../src/arguments/nearest-name.ts";
import { cannotYet } from "../../../src/checks/cannot-yet.ts";
import { FACES, importedFile } from "./imported-file.ts";

/** TypeScript's numbers for "has no exported member", without and with a guess. */
const NO_EXPORT = [2305, 2724];
/** Its numbers for "cannot find name", without and with a guess. */
const NO_NAME = [2304, 2552];
/** What stood at "ringmote" before is in these. */
const SPLIT_OFF = ["ringmote/filters.ts", "ringmote/options.ts"];
/** Names of before, which shadowed words that everybody uses, and what they are called now. */
const RENAMED: Readonly<Record<string, string>> = {
  number: "numberInput",
  NumberOptions: "NumberInputOptions",
  range: "validRange",
  select: "selectInput",
  SelectOptions: "SelectInputOptions",
};

/**
 * What is wrong with an import or an export of a name that is not there; `undefined` for any other
 * diagnostic.
 */
export function missingExport(
  { code, file, start = 0, length }: ts.Diagnostic,
  checker: ts.TypeChecker,
): string | undefined {
  if (!NO_EXPORT.includes(code) || file === undefined) return undefined;
  const specifier = specifierAt(file, start);
  if (specifier === undefined) return undefined;
  const module = checker.getSymbolAtLocation(specifier);
  if (module === undefined) return undefined;
  const own = checker.getExportsOfModule(module).map(({ name }) => name);
  return sentence(specifier.text, file.text.substr(start, length), own);
}

/**
 * What to write where a name of a face or of a driver is used and not imported; `undefined` for any other
 * diagnostic.
 */
export function missingImport({ code, file, start = 0, length }: ts.Diagnostic): string | undefined {
  if (!NO_NAME.includes(code) || file === undefined) return undefined;
  const name = file.text.substr(start, length);
  const module = exportsOfFaces().get(name) ?? driverOf(name);
  if (module === undefined) return undefined;
  return `"${name}" is not imported; write import ${isType(name) ? "type " : ""}{ ${name} } from "${module}".`;
}

/** The module of the driver that makes a part: it is called as the function is, as "pulse-meter.ts". */
function driverOf(name: string): string | undefined {
  const module = `ringmote/drivers/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
  const path = importedFile(module, "") as string;
  const isThere = existsSync(path) && readFileSync(path, "utf8").includes(`export function ${name}(`);
  return isThere ? module : undefined;
}

/** The module that the statement around a place names. */
function specifierAt(file: ts.SourceFile, place: number): ts.StringLiteral | undefined {
  const around = file.statements.find(({ pos, end }) => pos <= place && place < end);
  if (around === undefined || !(ts.isImportDeclaration(around) || ts.isExportDeclaration(around)))
    return undefined;
  return around.moduleSpecifier as ts.StringLiteral | undefined;
}

function sentence(module: string, name: string, own: readonly string[]): string {
  const others = Object.hasOwn(FACES, module) ? exportsOfFaces() : new Map<string, string>();
  return newPlace(module, name, others) ?? driverPlace(module, name) ?? meantName(module, name, own, others);
}

/** Where a driver's name is that another module of the package was asked for. */
function driverPlace(module: string, name: string): string | undefined {
  const driver = module.startsWith("ringmote") ? driverOf(name) : undefined;
  return driver && `"${name}" is in "${driver}".`;
}

/** Where a name is now that this page of exports had before, or that another one has. */
function newPlace(module: string, name: string, faces: ReadonlyMap<string, string>): string | undefined {
  const called = Object.hasOwn(RENAMED, name) ? (RENAMED[name] as string) : name;
  const face = faces.get(called);
  if (face === undefined) return undefined;
  if (face === module) return `"${name}" is called "${called}" now.`;
  if (called !== name) return `"${name}" is called "${called}" now, and is in "${face}".`;
  const since = module === "ringmote" && SPLIT_OFF.includes(face) ? " now" : "";
  return `"${name}" is in "${face}"${since}.`;
}

/** Which name may have been meant, of the module's own or of what another page has. */
function meantName(
  module: string,
  name: string,
  own: readonly string[],
  faces: ReadonlyMap<string, string>,
): string {
  const alike = (exported: string) => isType(exported) === isType(name);
  // BME280 is written as on the part, and is no type.
  const isMeant = (exported: string) => !isType(exported) && exported.toLowerCase() === name.toLowerCase();
  const known = [
    ...own.filter(isMeant),
    ...own.filter((exported) => alike(exported) && !isMeant(exported)),
    ...own.filter((exported) => !alike(exported) && !isMeant(exported)),
  ];
  const meant = nearest(name, [...known, ...[...faces.keys()].filter(alike)]) ?? "";
  const elsewhere = faces.get(meant) ?? module;
  if (elsewhere !== module)
    return `"${module}" exports no "${name}"; did you mean "${meant}" of "${elsewhere}"?`;
  return `"${module}" exports no "${name}"${nearestName(name, known)}${cannotYet(name)}`;
}

/** Types begin with a large letter, and nothing else does: who writes a small one does not mean a type. */
function isType(name: string): boolean {
  return name.charAt(0) !== name.charAt(0).toLowerCase();
}

/** All that the faces export, types included, with the face of each. */
function exportsOfFaces(): Map<string, string> {
  const faces = new Map<string, string>();
  for (const face of Object.keys(FACES)) {
    const path = importedFile(face, "") as string;
    const page = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022);
    for (const statement of page.statements) {
      if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) continue;
      if (!ts.isNamedExports(statement.exportClause)) continue;
      for (const { name } of statement.exportClause.elements) faces.set(name.text, face);
    }
  }
  return faces;
}
