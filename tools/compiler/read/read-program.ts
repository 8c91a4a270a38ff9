// Reads a checked program of modules, in the order in which they run, into the IR.
import ts from "typescript";
import type { Block, Program, Statement } from "../ir/program.ts";
import { reordered } from "../passes/reorder.ts";
import type { Module } from "../source/modules.ts";
import { isPureDeclaration } from "../source/purity.ts";
import { isAmbient } from "../source/references.ts";
import { readExpression } from "./expressions.ts";
import { FieldBook } from "./fields.ts";
import { tellFlows } from "./flows.ts";
import { closeFunction, readFunction } from "./functions.ts";
import { libraryFunctions } from "./library.ts";
import { newScope } from "./new-scope.ts";
import type { Readers, Scope } from "./scope.ts";
import { openFunctions, readBlock, readLet, readStatement } from "./statements.ts";

const READERS: Readers = {
  expression: readExpression,
  closure: readFunction,
  block: readBlock,
  library: () => libraryFunctions(READERS),
};

/** Throws a BuildError for a source that the IR cannot express. */
export function readProgram(modules: readonly Module[], checker: ts.TypeChecker): Program {
  const book = new FieldBook(checker);
  const files = modules.map(({ file }) => file);
  tellFlows(files, checker, book);
  const scope = newScope(files, checker, book, READERS);
  const opened = modules.flatMap(({ file }) => openFunctions(file.statements, scope));
  // Variables are known before any function is read: one may be named before its module has run.
  for (const { file } of modules) for (const name of namesIn(file)) scope.declare(name);
  const start = modules.flatMap((module) => readModule(module, scope));
  for (const [node, open] of opened) closeFunction(open, node, scope);
  const functions = [...scope.library, ...opened.map(([, open]) => open)];
  return reordered({ functions: new Map(functions.map((definition) => [definition.id, definition])), start });
}

function namesIn(file: ts.SourceFile): ts.Identifier[] {
  const declarations = file.statements
    .filter(ts.isVariableStatement)
    .filter((statement) => !isDeclaredValue(statement))
    .flatMap((statement) => [...statement.declarationList.declarations]);
  return declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
}

function readModule({ file, runs }: Module, scope: Scope): Block {
  return file.statements.flatMap((statement): Block => {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return [];
    if (
      ts.isFunctionDeclaration(statement) ||
      isDeclaredValue(statement) ||
      (!runs && !isPureDeclaration(statement))
    )
      return [];
    if (ts.isExportAssignment(statement)) return readDefault(statement, scope);
    if (!ts.isVariableStatement(statement)) return readStatement(statement, scope);
    return statement.declarationList.declarations.flatMap((declaration) => readGlobal(declaration, scope));
  });
}

function readGlobal(node: ts.VariableDeclaration, scope: Scope): Statement[] {
  const { name, initializer } = node;
  if (!ts.isIdentifier(name)) return [...readLet(node, scope)];
  const named = scope.named(name);
  if (named.kind !== "variable") return [];
  const value = initializer === undefined ? undefined : readExpression(initializer, scope);
  return [{ kind: "let", place: scope.place(node), variable: named.variable, value }];
}

/** `export default x` names a variable that others import. */
function readDefault(node: ts.ExportAssignment, scope: Scope): Block {
  const symbol = scope.checker
    .getSymbolAtLocation(node.getSourceFile())
    ?.exports?.get("default" as ts.__String);
  if (symbol === undefined || ts.isIdentifier(node.expression)) return [];
  const value = readExpression(node.expression, scope);
  const variable = scope.made("default", value.type, node);
  scope.nameVariable(symbol, variable);
  return [{ kind: "let", place: scope.place(node), variable, value }];
}

/** Is it `declare const` or `declare function`, by which a module names things of its target? */
function isDeclaredValue(statement: ts.Statement): boolean {
  return (ts.isVariableStatement(statement) || ts.isFunctionDeclaration(statement)) && isAmbient(statement);
}
