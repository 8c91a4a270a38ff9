// Takes function hoisting away from a script: on Espruino a function exists only after its text has been passed.
import { parseScript, visit } from "./syntax.ts";

type Fields = Parameters<typeof visit>[0] & object;

/** A script without hoisting, and the global names that must not be readable before their text ran. */
export interface Unhoisted {
  source: string;
  lateNames: string[];
}

/**
 * Rewrites each `function f(){}` statement as an assignment in its place, on the same line. At the top level and in
 * function bodies an earlier use is then a ReferenceError, as on the device.
 */
export function withoutHoisting(source: string): Unhoisted {
  const program = parseScript(source) as Fields;
  const edits: { at: number; drop: number; text: string }[] = [];
  visit(program, [], (node, trail) => {
    if (node.type !== "FunctionDeclaration") return;
    const name = (node.id as Fields & { name: string }).name;
    const parameters = source.indexOf("(", (node.id as Fields).end);
    const keyword = isOnlyDeclaration(name, trail) ? "let" : "var";
    edits.push({ at: node.start, drop: parameters - node.start, text: `${keyword} ${name}=function` });
    edits.push({ at: node.end, drop: 0, text: ";" });
  });
  return { source: apply(source, edits), lateNames: lateGlobals(program) };
}

/** In a function's own body a `let` gives the right error for an early use; elsewhere `var` keeps the scope right. */
function isOnlyDeclaration(name: string, trail: readonly Fields[]): boolean {
  const owner = trail.at(-2);
  if (trail.at(-1)?.type !== "BlockStatement" || owner === undefined || !/Function/.test(owner.type))
    return false;
  let declarations = 0;
  visit(owner, [], (node) => {
    const id =
      node.type === "VariableDeclarator" || node.type === "FunctionDeclaration" ? node.id : undefined;
    if ((id as { name?: string } | undefined)?.name === name) declarations += 1;
  });
  const parameters = owner.params as { name?: string }[];
  return declarations === 1 && !parameters.some((one) => one.name === name);
}

function lateGlobals(program: Fields): string[] {
  const early = new Set<string>();
  const late = new Set<string>();
  for (const statement of program.body as Fields[]) {
    if (statement.type === "FunctionDeclaration") late.add((statement.id as { name?: string }).name ?? "");
    if (statement.type !== "VariableDeclaration" || statement.kind !== "var") continue;
    for (const one of statement.declarations as Fields[]) {
      (one.init === null ? early : late).add((one.id as { name?: string }).name ?? "");
    }
  }
  return [...late].filter((name) => !early.has(name));
}

function apply(source: string, edits: { at: number; drop: number; text: string }[]): string {
  let out = "";
  let from = 0;
  for (const { at, drop, text } of [...edits].sort((a, b) => a.at - b.at)) {
    out += source.slice(from, at) + text;
    from = at + drop;
  }
  return out + source.slice(from);
}
