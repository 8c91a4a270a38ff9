// TypeScriptToLua at work on the linked program: its tree, in Lua 5.1's rules, and no library behind it.
import ts from "typescript";
import * as lua from "typescript-to-lua";
import { at, BuildError } from "../build-error.ts";
import { LINKED_FILE, type LinkedProgram } from "../linked-program.ts";
import { applyEdits, type Edit, lineFinder } from "../mapped-text.ts";
import { compilerOptions, createProgram, parsedTree } from "../program.ts";
import { eachNode, unshared } from "./lua-tree.ts";
import { devicePlugin } from "./plugin.ts";

const OPTIONS: ts.CompilerOptions & lua.CompilerOptions = {
  ...compilerOptions,
  noEmit: false,
  luaTarget: lua.LuaTarget.Lua51,
  luaLibImport: lua.LuaLibImportKind.None,
  noImplicitSelf: true,
  noHeader: true,
};

/** The statements of the program in Lua, in order. Refuses what would need TypeScriptToLua's library. */
export function transpile(linked: LinkedProgram): lua.Statement[] {
  const source = parsedTree(LINKED_FILE, withoutSelf(linked));
  const program = createProgram({
    trees: [source],
    roots: [LINKED_FILE, ...linked.globals],
    options: OPTIONS as ts.CompilerOptions,
  });
  let tree: lua.File | undefined;
  const { diagnostics } = new lua.Transpiler({ emitHost: quietHost }).emit({
    program,
    sourceFiles: [source],
    plugins: [
      {
        ...devicePlugin,
        printer: (printed, host, name, file) => {
          tree = file;
          return new lua.LuaPrinter(host, printed, name).print(file);
        },
      },
    ],
    writeFile: () => {},
  });
  refuseDiagnostics(diagnostics, linked);
  if (tree === undefined) throw new Error("TypeScriptToLua gave no tree");
  refuseLibrary(tree, linked);
  return withoutExports(tree.statements).map((statement) => unshared(statement));
}

/**
 * The text in which function-typed properties, `now: () => number`, say that they take no hidden `self`, as the
 * device language has it; a method keeps its own. No line moves.
 */
function withoutSelf(linked: LinkedProgram): string {
  const edits: Edit[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isFunctionTypeNode(node) && node.parameters[0]?.name.getText() !== "this") {
      const start = node.parameters.pos;
      edits.push({ start, end: start, text: node.parameters.length === 0 ? "this: void" : "this: void, " });
    }
    ts.forEachChild(node, walk);
  };
  walk(linked.file);
  return applyEdits(linked.source, edits).text;
}

/** The linked program reads nothing from disk but its types, which are read already. */
const quietHost: lua.EmitHost = {
  directoryExists: () => false,
  fileExists: () => false,
  getCurrentDirectory: () => "",
  readFile: () => undefined,
  writeFile: () => {},
};

function refuseDiagnostics(diagnostics: readonly ts.Diagnostic[], linked: LinkedProgram): void {
  const lineAt = lineFinder(linked.source.text);
  const sentences = diagnostics
    .filter((one) => one.category === ts.DiagnosticCategory.Error && one.source === "typescript-to-lua")
    .map((one) => {
      const place = one.start === undefined ? undefined : linked.source.origins[lineAt(one.start)];
      return at(place, ts.flattenDiagnosticMessageText(one.messageText, " "));
    });
  if (sentences.length > 0) throw new BuildError(sentences);
}

/** Each library function would be kilobytes on the chip: the device language does without. */
function refuseLibrary(tree: lua.File, linked: LinkedProgram): void {
  if (tree.luaLibFeatures.size === 0) return;
  const sentences: string[] = [];
  let line: number | undefined;
  eachNode(tree.statements, (node, own) => {
    // A statement that TypeScriptToLua made up belongs to the one in front of it.
    line = own ?? line;
    if (!lua.isIdentifier(node) || !node.text.startsWith("__TS__")) return;
    const place = line === undefined ? undefined : linked.source.origins[line];
    const name = node.text.slice("__TS__".length);
    sentences.push(
      at(
        place,
        `this would need TypeScriptToLua's library function ${name}, which no image carries; write it with the operations in docs/device-subset.md.`,
      ),
    );
  });
  throw new BuildError(
    sentences.length > 0 ? sentences : "the program needs TypeScriptToLua's library, which no image carries.",
  );
}

/** The linked program has no exports; TypeScriptToLua makes a table of them all the same. */
function withoutExports(statements: readonly lua.Statement[]): lua.Statement[] {
  return statements.filter((statement) => {
    if (lua.isVariableDeclarationStatement(statement)) return statement.left[0]?.text !== "____exports";
    return !lua.isReturnStatement(statement);
  });
}
