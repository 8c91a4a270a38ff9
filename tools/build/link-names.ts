// Names in the one scope of a linked program: two modules may use one name, and an import may give another.
import ts from "typescript";
import type { Module } from "./modules.ts";
import { eachReference, isAmbient, withoutAlias } from "./references.ts";

/** The name of each declaration at the top of a module, within the linked program. */
export type LinkedNames = ReadonlyMap<ts.Symbol, string>;

/** Names everything at the top of the modules. A name is kept unless that would change what some word means. */
export function nameDeclarations(modules: readonly Module[], checker: ts.TypeChecker): LinkedNames {
  const words = wordsOf(modules, checker);
  const names = new Map<ts.Symbol, string>();
  const taken = new Set<string>();
  for (const { file } of modules) {
    for (const [symbol, wanted] of declarationsOf(file, checker)) {
      if (names.has(symbol)) continue;
      const isFree = !taken.has(wanted) && !words.outside.has(wanted);
      const isSafe = !(words.renamed.has(symbol) && words.local.has(wanted));
      const name = isFree && isSafe ? wanted : freshName(wanted, words.all, taken);
      names.set(symbol, name);
      taken.add(name);
    }
  }
  return names;
}

/** Is it `declare const` or `declare function`, by which a module says what its target has? */
export function isDeclaredValue(statement: ts.Statement): boolean {
  return (ts.isVariableStatement(statement) || ts.isFunctionDeclaration(statement)) && isAmbient(statement);
}

/** The symbols declared at the top of a module, each with the name that it has there. */
function declarationsOf(file: ts.SourceFile, checker: ts.TypeChecker): [ts.Symbol, string][] {
  const found: [ts.Symbol, string][] = [];
  const add = (node: ts.Node, name: string): void => {
    const symbol = checker.getSymbolAtLocation(node);
    if (symbol !== undefined) found.push([symbol, name]);
  };
  const addBinding = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) add(name, name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) addBinding(element.name);
  };
  for (const statement of file.statements) {
    if (isDeclaredValue(statement)) continue;
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) addBinding(declaration.name);
    } else if (isNamedDeclaration(statement) && statement.name !== undefined) {
      add(statement.name, statement.name.text);
    } else if (ts.isExportAssignment(statement) && !ts.isIdentifier(statement.expression)) {
      const symbol = checker.getSymbolAtLocation(file)?.exports?.get("default" as ts.__String);
      if (symbol !== undefined) found.push([symbol, defaultName(file)]);
    }
  }
  return found;
}

type NamedDeclaration = ts.FunctionDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

function isNamedDeclaration(statement: ts.Statement): statement is NamedDeclaration {
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  );
}

/** `firmware/climate/device.ts` exports "device" by default: its file's name as a word. */
function defaultName(file: ts.SourceFile): string {
  const base = file.fileName.slice(file.fileName.lastIndexOf("/") + 1, -".ts".length);
  return `${base.replace(/[^A-Za-z0-9_$]+/g, "_")}_default`;
}

interface Words {
  /** Every identifier anywhere: a new name is none of them. */
  all: Set<string>;
  /** Names declared below the top of a module. */
  local: Set<string>;
  /** Names of the target and the language, as the modules use them. */
  outside: Set<string>;
  /** Symbols that some module imports under another name. */
  renamed: Set<ts.Symbol>;
}

function wordsOf(modules: readonly Module[], checker: ts.TypeChecker): Words {
  const words: Words = { all: new Set(), local: new Set(), outside: new Set(), renamed: new Set() };
  const isOfAModule = new Set(modules.map(({ file }) => file));
  for (const { file } of modules) {
    const collect = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) words.all.add(node.text);
      if (isLocalDeclaration(node)) words.local.add(node.text);
      if (ts.isImportSpecifier(node) && node.propertyName !== undefined) {
        const symbol = checker.getSymbolAtLocation(node.name);
        if (symbol !== undefined) words.renamed.add(withoutAlias(symbol, checker));
      }
      ts.forEachChild(node, collect);
    };
    collect(file);
    eachReference(file, checker, (identifier, symbol) => {
      const home = symbol.declarations?.[0]?.getSourceFile();
      if (home === undefined || !isOfAModule.has(home) || symbol.declarations?.some(isAmbient) === true)
        words.outside.add(identifier.text);
    });
  }
  return words;
}

function isLocalDeclaration(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  const parent = node.parent;
  const declares =
    (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) &&
    parent.name === node;
  return declares || ts.isTypeParameterDeclaration(parent) || ts.isFunctionExpression(parent);
}

function freshName(wanted: string, words: ReadonlySet<string>, taken: ReadonlySet<string>): string {
  for (let n = 2; ; n++) {
    const name = `${wanted}_${n}`;
    if (!words.has(name) && !taken.has(name)) return name;
  }
}
