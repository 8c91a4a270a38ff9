// Names that nothing in an image stands for. `declare const digitalPulse` only says that there is one, and
// `@ts-expect-error` not even that: the image would be built, and find nothing on the chip.
import ts from "typescript";
import { globalNamed } from "../source/global-names.ts";
import { isAmbient, isPropertyName, isTypeUse, withoutAlias } from "../source/references.ts";
import * as say from "./diagnostics.ts";
import { isLibraryType } from "./library.ts";
import type { Rule, Surroundings } from "./rules.ts";

export const unknownNameRules: readonly Rule[] = [ambientModuleRule, unknownNameRule];

/** What stands in `declare namespace`, `declare global` and `declare module` is on no chip either. */
function ambientModuleRule(node: ts.Node): string | undefined {
  return ts.isModuleDeclaration(node) && isAmbient(node) ? say.refused.ambientModule : undefined;
}

function unknownNameRule(node: ts.Node, surroundings: Surroundings): string | undefined {
  if (!ts.isIdentifier(node) || !isUsed(node)) return undefined;
  const { checker, target, globals } = surroundings;
  if (node.text === "globalThis") return say.refused.globalThis;
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  if (symbol === undefined) return say.unknownName(node.text, target);
  const { declarations = [] } = withoutAlias(symbol, checker);
  // `undefined` and `arguments` are declared nowhere.
  if (declarations.length === 0 || !declarations.every((declaration) => isOnlyDeclared(declaration, globals)))
    return undefined;
  return isOfTarget(globalNamed(globals, node.text)) ? undefined : say.onlyDeclared(node.text, target);
}

/** Is the value of the name wanted there? */
function isUsed(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (!ts.isExpression(node) || isPropertyName(node) || isTypeUse(node)) return false;
  const isLabel = ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent);
  const isImported =
    ts.isImportOrExportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent);
  return !isLabel && !isImported && !("name" in parent && parent.name === node);
}

function isOnlyDeclared(declaration: ts.Declaration, globals: readonly string[]): boolean {
  if (globals.includes(declaration.getSourceFile().fileName) || isLibraryType(declaration)) return false;
  return isAmbient(declaration);
}

/** What is in a file of the target's, and not only in the language's library, of which a board has little. */
function isOfTarget(meaning: ts.Symbol | undefined): boolean {
  return meaning?.declarations?.some((declaration) => !isLibraryType(declaration)) === true;
}
