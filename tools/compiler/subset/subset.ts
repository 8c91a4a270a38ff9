// The device language, checked: every module of an image, before anything is made of it.
import ts from "typescript";
import { TARGET_NAMES, type TargetName } from "../../../boards/board.ts";
import { at, BuildError } from "../source/build-error.ts";
import type { Module } from "../source/modules.ts";
import { sourcePlaceOf } from "../source/program.ts";
import { refused } from "./diagnostics.ts";
import { DEVICE_LANGUAGE, DIALECTS, type Dialect } from "./dialect.ts";
import { espruinoRules } from "./espruino-library.ts";
import { formRules } from "./forms.ts";
import { libraryRules } from "./library.ts";
import { libraryCallRules } from "./library-calls.ts";
import { operationRules } from "./operations.ts";
import { ownNameRule } from "./own-names.ts";
import { firstOf } from "./rules.ts";
import { targetRules } from "./store-targets.ts";
import { switchRules } from "./switches.ts";
import { unknownNameRules } from "./unknown-names.ts";

const ON_ANY_ENGINE = firstOf([
  ...unknownNameRules,
  ...formRules,
  ...switchRules,
  ...targetRules,
  ...operationRules,
  ...libraryRules,
  ...libraryCallRules,
  ownNameRule,
]);
const IN_JAVASCRIPT = firstOf([
  ...unknownNameRules,
  ...formRules,
  ...switchRules,
  ...targetRules,
  ...espruinoRules,
]);

/** What an image is made for, or a device in Node, and the files that say what is there. */
export interface Aim {
  target: TargetName | undefined;
  globals: readonly string[];
}

/**
 * Refuses modules with something that is outside the language, with all that is, in the order of the source.
 */
export function requireDeviceLanguage(modules: readonly Module[], checker: ts.TypeChecker, aim: Aim): void {
  const sentences = modules.flatMap((module) => refusalsOf(module, checker, aim));
  if (sentences.length > 0) throw new BuildError(sentences);
}

function refusalsOf(module: Module, checker: ts.TypeChecker, aim: Aim): string[] {
  const dialect = dialectOf(module.path);
  const ruleOf = dialect.isJavaScript ? IN_JAVASCRIPT : ON_ANY_ENGINE;
  const surroundings = { checker, dialect, ...aim };
  const sentences: string[] = [];
  const refuse = (node: ts.Node, text: string): void => {
    const sentence = at(sourcePlaceOf(node), `${text}.`);
    if (!sentences.includes(sentence)) sentences.push(sentence);
  };
  const walkType = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node)) refuse(node, refused.importedType);
    else ts.forEachChild(node, walkType);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      walkType(node);
      return;
    }
    const sentence = ruleOf(node, surroundings);
    if (sentence !== undefined) refuse(node, sentence);
    if (sentence === undefined || hasFaultsOfItsOwn(node)) ts.forEachChild(node, walk);
  };
  walk(module.file);
  return sentences;
}

const ARITHMETIC = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
]);

/** Where something else is wrong with what a refused expression is worked out of, that is said too. */
function hasFaultsOfItsOwn(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return ARITHMETIC.has(node.operatorToken.kind);
  if (ts.isPropertyAccessExpression(node)) return !ts.isIdentifier(node.expression);
  return ts.isCallExpression(node);
}

function dialectOf(path: string): Dialect {
  const folder = /(?:^|\/)src\/platform\/([^/]+)\//.exec(path)?.[1];
  return TARGET_NAMES.includes(folder as TargetName) ? DIALECTS[folder as TargetName] : DEVICE_LANGUAGE;
}
