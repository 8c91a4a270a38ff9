// Programs in the device language, made by chance: functions that call each other once or more, return early, change
// variables of the whole program, ask records, and say what they do.
import { createRandom } from "../../src/platform/node/random.ts";
import { type Records, randomRecords } from "./random-records.ts";

const FUNCTIONS = 9;
const VARIABLES = ["total", "level"];

export type Draw = (below: number) => number;

/** The text of a program; the same for the same seed. All its numbers stay between 0 and a few thousand. */
export function randomProgram(seed: number): string {
  const random = createRandom(seed);
  const draw: Draw = (below) => random.below(below);
  const records = randomRecords(draw);
  const functions = Array.from({ length: FUNCTIONS }, (_, index) => functionText(index, draw, records));
  const calls = Array.from(
    { length: 4 },
    (_, n) =>
      `emit("call ${n} " + f${FUNCTIONS - 1}(given(${draw(9)}), ${draw(9)}) + " " + total + " " + level);`,
  );
  return ["let total = 1;", "let level = given(2);", records.text, ...functions, ...calls].join("\n");
}

/** Tags decide where a function stands: whether it is called, is part of others, or is read when it is called. */
const TAGS = ["", "", "", "/** @hot */ ", "/** @cold */ ", "/** @inline */ "];

function functionText(index: number, draw: Draw, records: Records): string {
  const scope: Scope = { index, names: ["a", "b", ...VARIABLES], records };
  const lines = statements(scope, 2 + draw(4), draw, 2);
  return `${pick(TAGS, draw)}function f${index}(a: number, b: number): number {\n${lines.join("\n")}\nreturn ${expression(scope, draw, 2)};\n}`;
}

interface Scope {
  /** The function's number: it calls those below it. */
  index: number;
  names: string[];
  records: Records;
}

function statements(around: Scope, count: number, draw: Draw, depth: number): string[] {
  const scope = { ...around, names: [...around.names] };
  return Array.from({ length: count }, () => {
    const kind = draw(depth > 0 ? 10 : 6);
    const value = expression(scope, draw, 2);
    if (kind === 0) {
      const name = `local${scope.names.length}`;
      scope.names.push(name);
      return `const ${name}: number = ${value};`;
    }
    if (kind === 1) return `${pick(VARIABLES, draw)} = ${value};`;
    if (kind === 2) return `emit("f${scope.index} " + ${value} + ${draw(9)} + ${draw(9)});`;
    if (kind === 3) return `if (${condition(scope, draw)}) return ${value};`;
    if (kind === 4) return scope.records.statement(draw, value);
    if (kind === 5) return scope.index === 0 ? ";" : `f${draw(scope.index)}(${value}, ${draw(9)});`;
    const inner = statements(scope, 1 + draw(2), draw, depth - 1).join("\n");
    if (kind === 6) return `for (let i${depth} = 0; i${depth} < ${draw(4)}; i${depth}++) {\n${inner}\n}`;
    if (kind === 7) return `if (${condition(scope, draw)}) ${plainStatement(scope, draw)}`;
    const otherwise = kind === 8 ? ` else {\n${statements(scope, 1, draw, depth - 1).join("\n")}\n}` : "";
    return `if (${condition(scope, draw)}) {\n${inner}\n}${otherwise}`;
  });
}

/** A statement that needs no braces. */
function plainStatement(scope: Scope, draw: Draw): string {
  if (scope.index === 0 || draw(2) === 0) return `${pick(VARIABLES, draw)} = ${expression(scope, draw, 1)};`;
  return `f${draw(scope.index)}(${expression(scope, draw, 1)}, ${draw(9)});`;
}

function condition(scope: Scope, draw: Draw): string {
  // A number of no certain value: TypeScript refuses to compare two that cannot be equal.
  const simple = `${expression(scope, draw, 1)} + 0 ${pick(["<", ">", "===", "!=="], draw)} ${expression(scope, draw, 1)}`;
  return draw(3) === 0
    ? `${simple} ${pick(["&&", "||"], draw)} ${expression(scope, draw, 1)} > ${draw(9)}`
    : simple;
}

function expression(scope: Scope, draw: Draw, depth: number): string {
  const kind = draw(depth > 0 ? 9 : 2);
  if (kind === 0) return String(draw(50));
  if (kind === 1) return pick(scope.names, draw);
  const left = expression(scope, draw, depth - 1);
  if (kind === 2) return scope.records.value(draw, pick(scope.names, draw));
  const right = expression(scope, draw, depth - 1);
  if (kind === 3) return `(${left} + ${right}) % 997`;
  if (kind === 4) return `(${left} * ${right}) % 991`;
  if (kind === 5) return `Math.floor(${left} / ${1 + draw(7)})`;
  if (kind === 6) return bits(left, right, draw);
  if (kind === 7 || scope.index === 0) return `(${left} > ${draw(30)} ? ${left} : ${right})`;
  return `f${draw(scope.index)}(${left}, ${right})`;
}

function bits(left: string, right: string, draw: Draw): string {
  const sign = pick(["&", "|", "^", "<<", ">>"], draw);
  const isShift = sign === "<<" || sign === ">>";
  return `((${left}) ${sign} ${isShift ? pick(["1", "2", `${right} % 4`], draw) : right}) % 983`;
}

function pick<T>(list: readonly T[], draw: Draw): T {
  return list[draw(list.length)] as T;
}
