// Programs in the device language, made by chance: functions that call each other once or more, return early, change
// variables of the whole program, and say what they do.
import { createRandom } from "../../tools/sim/random.ts";

const FUNCTIONS = 9;
const VARIABLES = ["total", "level"];

type Draw = (below: number) => number;

/** The text of a program; the same for the same seed. All its numbers stay between 0 and a few thousand. */
export function randomProgram(seed: number): string {
  const random = createRandom(seed);
  const draw: Draw = (below) => random.below(below);
  const functions = Array.from({ length: FUNCTIONS }, (_, index) => functionText(index, draw));
  const calls = Array.from(
    { length: 4 },
    (_, n) =>
      `emit("call ${n} " + f${FUNCTIONS - 1}(given(${draw(9)}), ${draw(9)}) + " " + total + " " + level);`,
  );
  return ["let total = 1;", "let level = given(2);", ...functions, ...calls].join("\n");
}

function functionText(index: number, draw: Draw): string {
  const names = ["a", "b", ...VARIABLES];
  const lines = statements(index, 2 + draw(4), names, draw, 2);
  return `function f${index}(a: number, b: number): number {\n${lines.join("\n")}\nreturn ${expression(index, names, draw, 2)};\n}`;
}

function statements(index: number, count: number, names: string[], draw: Draw, depth: number): string[] {
  const scope = [...names];
  return Array.from({ length: count }, () => {
    const kind = draw(depth > 0 ? 7 : 4);
    const value = expression(index, scope, draw, 2);
    if (kind === 0) {
      const name = `local${scope.length}`;
      scope.push(name);
      return `const ${name}: number = ${value};`;
    }
    if (kind === 1) return `${pick(VARIABLES, draw)} = ${value};`;
    if (kind === 2) return `emit("f${index} " + ${value});`;
    if (kind === 3) return `if (${condition(index, scope, draw)}) return ${value};`;
    const inner = statements(index, 1 + draw(2), scope, draw, depth - 1).join("\n");
    if (kind === 4) return `for (let i${depth} = 0; i${depth} < ${draw(4)}; i${depth}++) {\n${inner}\n}`;
    const other = kind === 5 ? ` else {\n${statements(index, 1, scope, draw, depth - 1).join("\n")}\n}` : "";
    return `if (${condition(index, scope, draw)}) {\n${inner}\n}${other}`;
  });
}

function condition(index: number, names: readonly string[], draw: Draw): string {
  // A number of no certain value: TypeScript refuses to compare two that cannot be equal.
  const simple = `${expression(index, names, draw, 1)} + 0 ${pick(["<", ">", "===", "!=="], draw)} ${expression(index, names, draw, 1)}`;
  return draw(3) === 0
    ? `${simple} ${pick(["&&", "||"], draw)} ${expression(index, names, draw, 1)} > ${draw(9)}`
    : simple;
}

function expression(index: number, names: readonly string[], draw: Draw, depth: number): string {
  const kind = draw(depth > 0 ? 7 : 2);
  if (kind === 0) return String(draw(50));
  if (kind === 1) return pick(names, draw);
  const left = expression(index, names, draw, depth - 1);
  const right = expression(index, names, draw, depth - 1);
  if (kind === 2) return `(${left} + ${right}) % 997`;
  if (kind === 3) return `(${left} * ${right}) % 991`;
  if (kind === 4) return `Math.floor(${left} / ${1 + draw(7)})`;
  if (kind === 5 || index === 0) return `(${left} > ${draw(30)} ? ${left} : ${right})`;
  return `f${draw(index)}(${left}, ${right})`;
}

function pick<T>(list: readonly T[], draw: Draw): T {
  return list[draw(list.length)] as T;
}
