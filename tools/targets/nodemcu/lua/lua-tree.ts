// Walking a Lua tree: every node has a kind, and whatever else of it is a node or a list of nodes is its
// child.
import type * as lua from "./lua-ast.ts";

/**
 * Calls `visit` for each node, parents first, with the number of its place in the source, among the origins
 * of the chunk.
 */
export function eachNode(
  roots: readonly lua.Node[],
  visit: (node: lua.Node, line: number | undefined) => void,
  line?: number,
): void {
  for (const node of roots) {
    const own = node.line ?? line;
    visit(node, own);
    eachNode(luaChildren(node), visit, own);
  }
}

/** Does a node of the trees satisfy the test? */
export function someNode(roots: readonly lua.Node[], test: (node: lua.Node) => boolean): boolean {
  return roots.some((root) => test(root) || someNode(luaChildren(root), test));
}

/** The number of nodes of a tree: a measure of the code that it becomes. */
export function countNodes(root: lua.Node): number {
  return luaChildren(root).reduce((sum, child) => sum + countNodes(child), 1);
}

export function luaChildren(node: lua.Node): lua.Node[] {
  const children: lua.Node[] = [];
  const slots = node as unknown as Record<string, unknown>;
  for (const key in slots) {
    const value = slots[key];
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) children.push(child);
    } else if (isNode(value)) children.push(value);
  }
  return children;
}

function isNode(value: unknown): value is lua.Node {
  return typeof value === "object" && value !== null && "kind" in value && "flags" in value;
}

/** Replaces each node by the result of `change`, children first. */
export function mapNodes<T extends lua.Node>(root: T, change: (node: lua.Node) => lua.Node): T {
  const slots = root as unknown as Record<string, unknown>;
  for (const key in slots) {
    const value = slots[key];
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value))
      slots[key] = value.map((child) => (isNode(child) ? mapNodes(child, change) : child));
    else if (isNode(value)) slots[key] = mapNodes(value, change);
  }
  return change(root) as T;
}

/**
 * A copy in which no node stands in two places, as TypeScriptToLua leaves them now and then. The result of
 * `replace` stands in place of a node.
 */
export function unshared<T extends lua.Node>(
  node: T,
  replace: (node: lua.Node) => lua.Node | undefined = () => undefined,
): T {
  const copyOf = (child: unknown): unknown =>
    isNode(child) ? (replace(child) ?? unshared(child, replace)) : child;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node))
    copy[key] = Array.isArray(value) ? value.map(copyOf) : copyOf(value);
  return copy as unknown as T;
}
