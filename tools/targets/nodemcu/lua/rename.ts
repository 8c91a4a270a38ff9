// Locals get the shortest names there are; stripped bytecode drops them, the source that a chip compiles is
// shorter.
import * as lua from "./lua-ast.ts";
import { eachNode } from "./lua-tree.ts";
import { isLuaName } from "./print-expression.ts";
import { resolveNames } from "./scopes.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Renames the locals of a chunk, in its tree. */
export function shortenNames(statements: readonly lua.Statement[]): void {
  const names = resolveNames(statements);
  const short = shortNames(names.globals);
  eachNode(statements, (node) => {
    const binding = lua.isIdentifier(node) ? names.bindingOf(node) : undefined;
    if (binding !== undefined) (node as lua.Identifier).text = short(binding.level);
  });
}

/** The name for each level; none is a word of Lua or a global in use. */
function shortNames(globals: ReadonlySet<string>): (level: number) => string {
  const names: string[] = [];
  let next = 0;
  return (level) => {
    while (names.length <= level) {
      const name = nameNumber(next);
      next += 1;
      if (isLuaName(name) && !globals.has(name)) names.push(name);
    }
    return names[level] as string;
  };
}

function nameNumber(index: number): string {
  const letter = LETTERS[index % LETTERS.length] as string;
  const rest = Math.floor(index / LETTERS.length);
  return rest === 0 ? letter : nameNumber(rest - 1) + letter;
}
