// JsVars that a finished script holds when it has started, wherever its code lies: those of its functions, of
// its variables, and of the records, lists and texts that these begin with.
import { type Node, parse } from "acorn";

type Tree = Node & Record<string, unknown>;

/** A function: its name, its scope, the place of its code and the length of that. */
const VARS_OF_FUNCTION = 5;
/** Letters of a text in its first JsVar, and in each further one, of the smallest size of JsVars. */
const FIRST_LETTERS = 4;
const FURTHER_LETTERS = 8;

/**
 * The number of JsVars that a script holds by the declarations at its top. A record that is deleted by name
 * is still in others.
 */
export function keptVars(code: string): number {
  const { body } = parse(code, { ecmaVersion: 2022, sourceType: "script" });
  const statements = body as Node[] as Tree[];
  const deleted = new Set(statements.flatMap((statement) => deletedName(statement) ?? []));
  let vars = 0;
  for (const statement of statements) {
    if (statement.type === "FunctionDeclaration") {
      if (!deleted.has(nameOf(statement.id)))
        vars += VARS_OF_FUNCTION + (statement.params as unknown[]).length;
    } else if (statement.type === "VariableDeclaration") {
      for (const { id, init } of statement.declarations as Tree[])
        vars += (deleted.has(nameOf(id)) ? 0 : 1) + varsOf(init as Tree | null);
    }
  }
  return vars;
}

/** The JsVars of a value, without its name: the number of a field lies in the field's own. */
function varsOf(value: Tree | null): number {
  if (value === null) return 0;
  switch (value.type) {
    case "ObjectExpression":
      return sum(value.properties as Tree[], (property) => 1 + varsOf(property.value as Tree)) + 1;
    case "ArrayExpression":
      return sum(value.elements as Tree[], (element) => 1 + varsOf(element)) + 1;
    case "Literal":
      return typeof value.value === "string" ? varsOfText(value.value.length) : 0;
    default:
      return 0;
  }
}

function varsOfText(letters: number): number {
  return 1 + Math.ceil(Math.max(0, letters - FIRST_LETTERS) / FURTHER_LETTERS);
}

function sum(list: readonly Tree[], vars: (node: Tree) => number): number {
  return list.reduce((all, node) => all + vars(node), 0);
}

/** The name in a statement `delete name`. */
function deletedName({ type, expression }: Tree): string | undefined {
  if (type !== "ExpressionStatement") return undefined;
  const { operator, argument } = expression as Tree;
  return operator === "delete" ? nameOf(argument) : undefined;
}

function nameOf(identifier: unknown): string {
  return (identifier as { name: string }).name;
}
