// The functions of a finished script that stay when it has started: each holds JsVars, wherever its code lies.
import { type Node, parse } from "acorn";

type Tree = Node & Record<string, unknown>;

/** How many functions at the top of a script are not deleted at its end, and how many parameters they have. */
export function keptFunctions(code: string): { functions: number; parameters: number } {
  const { body } = parse(code, { ecmaVersion: 2022, sourceType: "script" });
  const statements = body as Node[] as Tree[];
  const deleted = new Set(statements.flatMap((statement) => deletedName(statement) ?? []));
  const kept = statements.filter(
    (statement) => statement.type === "FunctionDeclaration" && !deleted.has(nameOf(statement.id)),
  );
  const parameters = kept.reduce((sum, { params }) => sum + (params as unknown[]).length, 0);
  return { functions: kept.length, parameters };
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
