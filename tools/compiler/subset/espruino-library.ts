// Differences of Espruino's own library from JavaScript's: for src/platform/espruino, which may use the rest
// of it. Facts: Espruino 2v29, tried out on its Linux builds.
import ts from "typescript";
import * as say from "./diagnostics.ts";
import { isLibraryType } from "./library.ts";
import type { Rule, Surroundings } from "./rules.ts";

/** Members by TypeScript's name of what has them; "*" is every member. */
const LACKING: Readonly<Record<string, readonly string[]>> = {
  ArrayConstructor: ["from", "of", "fromAsync"],
  Array: [
    "flat",
    "flatMap",
    "at",
    "entries",
    "keys",
    "values",
    "lastIndexOf",
    "reduceRight",
    "findLast",
    "findLastIndex",
  ],
  ObjectConstructor: ["freeze", "isFrozen", "seal", "is", "hasOwn", "groupBy"],
  String: [
    "codePointAt",
    "normalize",
    "localeCompare",
    "at",
    "matchAll",
    "search",
    "trimStart",
    "trimEnd",
    "toLocaleLowerCase",
    "toLocaleUpperCase",
  ],
  StringConstructor: ["fromCodePoint", "raw"],
  NumberConstructor: [
    "isInteger",
    "isSafeInteger",
    "isNaN",
    "isFinite",
    "parseFloat",
    "parseInt",
    "EPSILON",
    "MAX_SAFE_INTEGER",
    "MIN_SAFE_INTEGER",
  ],
  Number: ["toPrecision", "toExponential", "toLocaleString"],
  Math: ["trunc", "hypot", "log2", "log10", "clz32", "fround", "imul", "cbrt"],
  Promise: ["finally"],
  PromiseConstructor: ["race", "allSettled", "any"],
  Function: ["name"],
  Error: ["name"],
};

/** Members that are there and give other answers than in JavaScript. */
const WRONG: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Number: { toFixed: say.espruino.toFixed },
  String: { replace: say.espruino.replace, replaceAll: say.espruino.replace },
  JSON: { parse: say.espruino.json, stringify: say.espruino.json },
};

const LACKING_GLOBALS = new Set([
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "WeakRef",
  "Symbol",
  "Proxy",
  "Reflect",
  "BigInt",
  "Intl",
  "Atomics",
  "SharedArrayBuffer",
  "FinalizationRegistry",
]);

/** Rules for src/platform/espruino. */
export const espruinoRules: readonly Rule[] = [memberRule, globalRule, lengthRule, instanceofRule];

function memberRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const declaration = checker.getSymbolAtLocation(node.name)?.declarations?.[0];
  if (declaration === undefined || !isLibraryType(declaration)) return undefined;
  const owner = ts.isInterfaceDeclaration(declaration.parent) ? declaration.parent.name.text : "";
  const name = node.name.text;
  if (LACKING[owner]?.includes(name)) return say.espruinoLacks(name);
  return WRONG[owner]?.[name];
}

function globalRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isIdentifier(node) || !LACKING_GLOBALS.has(node.text)) return undefined;
  const declaration = checker.getSymbolAtLocation(node)?.declarations?.[0];
  return declaration !== undefined && isLibraryType(declaration) ? say.espruinoLacks(node.text) : undefined;
}

function lengthRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const { left } = node;
  if (!ts.isPropertyAccessExpression(left) || left.name.text !== "length") return undefined;
  return checker.isArrayType(checker.getTypeAtLocation(left.expression)) ? say.refused.setLength : undefined;
}

function instanceofRule(node: ts.Node): string | undefined {
  const isInstanceof =
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  return isInstanceof ? say.espruino.instanceof : undefined;
}
