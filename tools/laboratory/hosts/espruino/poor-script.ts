// Removes from a script the features that a context cannot remove: hoisted functions, and arrays with a
// settable length.
import { assertEspruinoSyntax, parseScript, visit } from "./syntax.ts";

type Fields = Parameters<typeof visit>[0] & object;

/** Stands in front of an object whose length is assigned; throws when it is an array. */
export const NO_ARRAY = "$noArray";

/** A script as poor as it is there, and the global names that must not be readable before their text ran. */
export interface PoorScript {
  source: string;
  lateNames: string[];
}

const prepared = new Map<string, PoorScript>();
/** Scripts that are kept ready: a test of schedules starts the same few again and again. */
const MOST_PREPARED = 8;

/** Checks a script and makes it poor. Throws what `assertEspruinoSyntax` throws. */
export function prepareScript(source: string): PoorScript {
  const known = prepared.get(source);
  if (known !== undefined) return known;
  assertEspruinoSyntax(source);
  const script = impoverish(source);
  const [oldest] = prepared.keys();
  if (prepared.size === MOST_PREPARED && oldest !== undefined) prepared.delete(oldest);
  prepared.set(source, script);
  return script;
}

/**
 * Rewrites each `function f(){}` statement as an assignment in its place, on the same line. At the top level
 * and in function bodies an earlier use is then a ReferenceError, as on the device. `x.length = 1` asks first
 * whether `x` is an array.
 */
function impoverish(source: string): PoorScript {
  const program = parseScript(source) as Fields;
  const edits: Edit[] = [];
  visit(program, [], (node, trail) => {
    const owner = ownerOfAssignedLength(node);
    if (owner !== undefined) {
      edits.push({ at: owner.start, drop: 0, text: `${NO_ARRAY}(` }, { at: owner.end, drop: 0, text: ")" });
    }
    if (node.type !== "FunctionDeclaration") return;
    const name = (node.id as Fields & { name: string }).name;
    const parameters = source.indexOf("(", (node.id as Fields).end);
    const keyword = isOnlyDeclaration(name, trail) ? "let" : "var";
    edits.push({ at: node.start, drop: parameters - node.start, text: `${keyword} ${name}=function` });
    edits.push({ at: node.end, drop: 0, text: ";" });
  });
  return { source: apply(source, edits), lateNames: lateGlobals(program) };
}

interface Edit {
  at: number;
  drop: number;
  text: string;
}

function ownerOfAssignedLength(node: Fields): Fields | undefined {
  const target = { AssignmentExpression: node.left, UpdateExpression: node.argument }[node.type as string];
  const member = target as Fields | undefined;
  if (member?.type !== "MemberExpression" || member.computed === true) return undefined;
  return (member.property as { name?: string }).name === "length" ? (member.object as Fields) : undefined;
}

/**
 * In a function's own body a `let` gives the right error for an early use; elsewhere `var` keeps the scope
 * right.
 */
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
  return declarations === 1 && !parameters.some((parameter) => parameter.name === name);
}

function lateGlobals(program: Fields): string[] {
  const early = new Set<string>();
  const late = new Set<string>();
  for (const statement of program.body as Fields[]) {
    if (statement.type === "FunctionDeclaration") late.add((statement.id as { name?: string }).name ?? "");
    if (statement.type !== "VariableDeclaration" || statement.kind !== "var") continue;
    for (const declarator of statement.declarations as Fields[]) {
      (declarator.init === null ? early : late).add((declarator.id as { name?: string }).name ?? "");
    }
  }
  return [...late].filter((name) => !early.has(name));
}

function apply(source: string, edits: readonly Edit[]): string {
  let out = "";
  let from = 0;
  for (const { at, drop, text } of [...edits].sort((a, b) => a.at - b.at)) {
    out += source.slice(from, at) + text;
    from = at + drop;
  }
  return out + source.slice(from);
}
