// The finished script, read by a parser that had no part in making it: what Espruino cannot read, or reads
// otherwise than JavaScript does, is refused here with its line and what to write instead.
import { type Node, parse } from "acorn";
import type { SourcePlace } from "../../../compiler/source/build-error.ts";
import { at } from "../../../compiler/source/build-error.ts";
import { hoistedCalls } from "./hoisting.ts";
import { scriptChildren } from "./script-tree.ts";

/** Syntax that the interpreter lacks, by the parser's name for it. */
const LACKING = new Map<string, string>([
  ["AssignmentPattern", "default values in parameters; test for undefined"],
  ["RestElement", "rest parameters; hand over an array"],
  ["SpreadElement", "spread; use a loop"],
  ["ObjectPattern", "destructuring; read each field"],
  ["ArrayPattern", "destructuring; read each element"],
  ["ChainExpression", "`?.`; compare with undefined"],
  ["TaggedTemplateExpression", "tagged templates; call the function"],
  ["LabeledStatement", "labels; leave the loop by a flag or by return"],
  ["YieldExpression", "generators; keep a state"],
  ["AwaitExpression", "await; hand over a callback"],
  ["ClassDeclaration", "classes as the device language has none; use a record and functions"],
  ["ClassExpression", "classes as the device language has none; use a record and functions"],
  ["ImportExpression", "import(); import at the top of the module"],
]);

const LACKING_OPERATORS = new Set(["**", "**=", "??=", "||=", "&&="]);

type Tree = Node & Record<string, unknown>;

/** One sentence for each piece of the script that Espruino would not run as JavaScript does. */
export function checkSyntax(code: string, placeOfLine: (line: number) => SourcePlace | undefined): string[] {
  const program = parse(code, { ecmaVersion: 2022, sourceType: "script", locations: true }) as Node as Tree;
  const sentences: string[] = [];
  const refuse = (node: Node, sentence: string) =>
    sentences.push(at(placeOfLine(node.loc?.start.line ?? 1), `Espruino ${sentence}.`));
  const walk = (node: Tree): void => {
    const sentence = refusalOf(node);
    if (sentence !== undefined) refuse(node, sentence);
    for (const child of scriptChildren(node)) walk(child as Tree);
  };
  walk(program);
  for (const { node, name } of hoistedCalls(program))
    refuse(
      node,
      `does not know a function before its text: ${name} is needed here and declared later; move it up`,
    );
  return sentences;
}

function refusalOf(node: Tree): string | undefined {
  const lacking = LACKING.get(node.type);
  if (lacking !== undefined) return `has no ${lacking}`;
  if (typeof node.operator === "string" && LACKING_OPERATORS.has(node.operator))
    return `has no operator ${node.operator}; write it out`;
  if (node.type === "Property" && node.computed === true)
    return "has no computed keys; assign to the record afterwards";
  if ((node.async || node.generator) === true)
    return "has no async functions and no generators; hand over a callback";
  if (node.type === "Literal") return literalRefusal(node);
  if (node.type === "SwitchStatement") return switchRefusal(node);
  return node.type === "ReturnStatement" ? returnRefusal(node) : undefined;
}

function literalRefusal(node: Tree): string | undefined {
  if (node.regex !== undefined)
    return "reads only part of JavaScript's regular expressions; use indexOf and substring";
  if (node.bigint !== undefined) return "has no BigInt; use whole numbers of 32 bits";
  const isWide = typeof node.value === "string" && /[^\0-\xff]/.test(node.value);
  return isWide ? "keeps one byte of each character; this text has wider ones" : undefined;
}

function switchRefusal(node: Tree): string | undefined {
  const cases = node.cases as { test: unknown }[];
  const place = cases.findIndex((clause) => clause.test === null);
  return place >= 0 && place < cases.length - 1 ? "reads no case after default; put default last" : undefined;
}

function returnRefusal(node: Tree): string | undefined {
  const value = node.argument as Node | null;
  const isApart = value !== null && value.loc?.start.line !== node.loc?.start.line;
  return isApart
    ? "returns what stands on the line after a bare return; put the value on the same line"
    : undefined;
}
