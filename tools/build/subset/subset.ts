// The device language, checked: every module of an image, before anything is made of it.
import ts from "typescript";
import { at, BuildError } from "../build-error.ts";
import type { Module } from "../modules.ts";
import { placeOf } from "../program.ts";
import { refused } from "./diagnostics.ts";
import { espruinoRules } from "./espruino-library.ts";
import { formRules } from "./forms.ts";
import { libraryRules } from "./library.ts";
import { operationRules } from "./operations.ts";
import { type Dialect, firstOf, type Rule, type Target } from "./rules.ts";
import { targetRules } from "./targets.ts";
import { unknownNameRules } from "./unknown-names.ts";

/** Espruino's own folder is JavaScript that no Lua has to read. */
const RULES: Readonly<Record<Dialect, Rule>> = {
  device: firstOf([...unknownNameRules, ...formRules, ...targetRules, ...operationRules, ...libraryRules]),
  nodemcu: firstOf([...unknownNameRules, ...formRules, ...targetRules, ...operationRules, ...libraryRules]),
  espruino: firstOf([...unknownNameRules, ...formRules, ...targetRules, ...espruinoRules]),
};

/** What an image is made for, or a device in Node, and the files that say what is there. */
export interface Aim {
  target: Target | undefined;
  globals: readonly string[];
}

/** Refuses modules with something that is outside the language, with all that is, in the order of the source. */
export function requireDeviceLanguage(modules: readonly Module[], checker: ts.TypeChecker, aim: Aim): void {
  const sentences = modules.flatMap((module) => refusalsOf(module, checker, aim));
  if (sentences.length > 0) throw new BuildError(sentences);
}

function refusalsOf(module: Module, checker: ts.TypeChecker, aim: Aim): string[] {
  const dialect = dialectOf(module.path);
  const sentences: string[] = [];
  const refuse = (node: ts.Node, sentence: string) => sentences.push(at(placeOf(node), `${sentence}.`));
  const walkType = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node)) refuse(node, refused.importedType);
    else ts.forEachChild(node, walkType);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      walkType(node);
      return;
    }
    const sentence = RULES[dialect](node, { checker, dialect, ...aim });
    if (sentence === undefined) ts.forEachChild(node, walk);
    else refuse(node, sentence);
  };
  walk(module.file);
  return sentences;
}

function dialectOf(path: string): Dialect {
  const target = /(?:^|\/)src\/platform\/(espruino|nodemcu)\//.exec(path)?.[1];
  return target === "espruino" || target === "nodemcu" ? target : "device";
}
