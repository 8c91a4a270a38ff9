// Locals get the shortest names there are; stripped bytecode drops them, the source that a chip compiles is
// shorter.
import type * as lua from "./lua-ast.ts";
import { eachNode } from "./lua-tree.ts";
import { shortestNames } from "./names.ts";
import { analyseScopes } from "./scope-analysis.ts";

/** Renames the locals of a chunk, in its tree. */
export function shortenNames(statements: readonly lua.Statement[]): void {
  const scopes = analyseScopes(statements);
  const shortest = shortestNames(scopes.free);
  eachNode(statements, (node) => {
    const binding = scopes.bindingOf(node);
    if (binding !== undefined) (node as lua.Identifier).text = shortest(binding.level);
  });
}
