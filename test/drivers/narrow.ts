// Modules of the device, loaded so that each sum, difference, product and shift on the way is checked: whole,
// and within the 32 signed bits of NodeMCU's Lua 5.3. In Node a number that is too wide there goes unnoticed.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import vm from "node:vm";
import ts from "typescript";

const { SyntaxKind } = ts;
const CHECKED = new Set<ts.SyntaxKind>([
  SyntaxKind.PlusToken,
  SyntaxKind.MinusToken,
  SyntaxKind.AsteriskToken,
  SyntaxKind.PercentToken,
  SyntaxKind.GreaterThanGreaterThanToken,
]);
/** It takes a fraction that an author wrote, as a device is declared. */
const OF_FRACTIONS = "scaled";
const MOST = 2 ** 31 - 1;

/** What a module exports. `path` is its full path; the modules that it imports are loaded in the same way. */
export function narrow<Exports>(path: string): Exports {
  return load(path, new Map()) as Exports;
}

function load(path: string, loaded: Map<string, object>): object {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const exports = {};
  loaded.set(path, exports);
  const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
    transformers: { before: [checkOperations] },
    fileName: path,
  });
  const require = (name: string) => load(join(dirname(path), name), loaded);
  vm.runInThisContext(`(function(exports,require,narrowed){${outputText}\n})`, { filename: path })(
    exports,
    require,
    narrowed,
  );
  return exports;
}

function checkOperations(context: ts.TransformationContext): ts.Transformer<ts.SourceFile> {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isFunctionDeclaration(node) && node.name?.text === OF_FRACTIONS) return node;
    const inner = ts.visitEachChild(node, visit, context);
    if (!ts.isBinaryExpression(inner) || !CHECKED.has(inner.operatorToken.kind)) return inner;
    return factory.createCallExpression(factory.createIdentifier("narrowed"), undefined, [inner]);
  };
  return (file) => ts.visitNode(file, visit) as ts.SourceFile;
}

function narrowed(value: number | string): number | string {
  if (typeof value === "number" && !(Number.isInteger(value) && Math.abs(value) <= MOST))
    throw new RangeError(`${value} is no whole number of 32 signed bits`);
  return value;
}
