// Functions that a script needs before their text was reached: JavaScript knows them from the start, Espruino
// not.
import type { Node } from "acorn";
import { scriptChildren } from "./script-tree.ts";

export interface HoistedCall {
  /** The statement that needs it. */
  node: Node;
  name: string;
}

type Tree = Node & Record<string, unknown>;

/** Follows each statement of the top through the functions that it may call. */
export function hoistedCalls(program: Node): HoistedCall[] {
  const statements = (program as Tree).body as Tree[];
  const declaredAt = new Map<string, number>();
  const needs = new Map<string, Set<string>>();
  statements.forEach((statement, index) => {
    if (statement.type !== "FunctionDeclaration") return;
    const name = (statement.id as unknown as { name: string }).name;
    declaredAt.set(name, index);
    needs.set(name, namesIn(statement));
  });
  return statements.flatMap((statement, index) => {
    if (statement.type === "FunctionDeclaration") return [];
    const late = [...reachable(namesIn(statement), needs)].filter(
      (name) => (declaredAt.get(name) ?? -1) > index,
    );
    return late.map((name) => ({ node: statement, name }));
  });
}

function reachable(start: ReadonlySet<string>, needs: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const queue = [...start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...(needs.get(name) ?? []));
  }
  return reached;
}

/** Every name in a statement that no function in it declares as its own. */
function namesIn(root: Node): Set<string> {
  const names = new Set<string>();
  const walk = (node: Tree, hidden: ReadonlySet<string>): void => {
    if (node.type === "Identifier" && !hidden.has(node.name as string)) names.add(node.name as string);
    const inner = isFunction(node) ? new Set([...hidden, ...localsOf(node)]) : hidden;
    for (const [key, child] of entriesOf(node)) {
      const isName = (key === "property" || key === "key") && node.computed !== true;
      if (!isName) walk(child, inner);
    }
  };
  walk(root as Tree, new Set());
  return names;
}

function isFunction(node: Node): boolean {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** Parameters and `var` of a function, not of the functions in it. */
function localsOf(fn: Tree): Set<string> {
  const names = new Set<string>();
  for (const parameter of fn.params as unknown as Tree[]) names.add(parameter.name as string);
  const walk = (node: Tree): void => {
    if (node.type === "VariableDeclarator") names.add((node.id as unknown as { name: string }).name);
    for (const child of scriptChildren(node)) if (!isFunction(child)) walk(child as Tree);
  };
  walk(fn.body as unknown as Tree);
  return names;
}

function entriesOf(node: Tree): [string, Tree][] {
  return Object.entries(node).flatMap(([key, value]) => {
    const nodes = (Array.isArray(value) ? value : [value]) as unknown[];
    const children = nodes.filter(
      (value) => typeof value === "object" && value !== null && "type" in value,
    ) as Tree[];
    return children.map((child): [string, Tree] => [key, child]);
  });
}
