// From TypeScript to the JavaScript that Espruino reads: types go, and what its interpreter lacks is written out.
import { createRequire } from "node:module";
import { transformSync } from "@babel/core";
import ts from "typescript";

const require = createRequire(import.meta.url);

/** Babel's transforms, by path: a name would be looked up from where the build was started. */
const TRANSFORMS = [
  "parameters",
  "destructuring",
  "optional-chaining",
  "logical-assignment-operators",
  "block-scoping",
].map((name) => require.resolve(`@babel/plugin-transform-${name}`));

/** JavaScript with the map of its lines to those of what it was made from, as JSON. */
export interface Script {
  code: string;
  map: string;
}

/** TypeScript without its types. */
export function stripTypes(text: string): Script {
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName: "linked.ts",
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      sourceMap: true,
      removeComments: true,
    },
  });
  return {
    code: outputText.replace(/^export \{\};$|^\/\/# sourceMappingURL=.*$/gm, ""),
    map: sourceMapText ?? "",
  };
}

/**
 * Writes out what Espruino 2v29 does not read: default parameters, destructuring, `?.` and `??=`. `let` and `const`
 * become `var`: each block that has one costs a scope at run time, and a `let` in a `for` is one variable there.
 */
export function lower(script: Script): Script {
  const result = transformSync(script.code, {
    babelrc: false,
    configFile: false,
    sourceType: "script",
    inputSourceMap: JSON.parse(script.map),
    sourceMaps: true,
    assumptions: {
      noDocumentAll: true,
      ignoreFunctionLength: true,
      iterableIsArray: true,
      arrayLikeIsIterable: true,
      objectRestNoSymbols: true,
    },
    plugins: TRANSFORMS,
  });
  if (typeof result?.code !== "string") throw new Error("Babel gave no code");
  return { code: result.code, map: JSON.stringify(result.map) };
}
