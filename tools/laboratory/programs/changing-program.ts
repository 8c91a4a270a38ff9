// Programs made by chance in which a call inside an expression changes what the expression reads: texts,
// lists, records of two types, tables, and values that are missing until somebody fills them in.
import { createRandom } from "../../../src/platform/node/random.ts";
import { emptied, nested } from "./drawn-edges.ts";
import { type Draw, drawnPlace, drawnTruth, number, pick, type Scope, textual } from "./drawn-expressions.ts";

/** A program as separate lines. Each can be removed alone, so that a failing program can be shrunk. */
export interface ChangingProgram {
  /** What every program has: its state, and what it says of it. */
  head: readonly string[];
  /** Functions that change the state, and those that run; a line each statement. */
  body: readonly string[];
  tail: readonly string[];
}

/**
 * The same for the same seed. Numbers stay between 0 and 96, but for places in texts; texts and lists are
 * short.
 */
export function changingProgram(seed: number): ChangingProgram {
  const random = createRandom(seed ^ 0x0c4a);
  const draw: Draw = (below) => random.below(below);
  const changers = Array.from({ length: 2 + draw(3) }, (_, at) => changer(draw, at));
  const scenes = Array.from({ length: SCENES }, (_, at) => scene(draw, changers.length, at));
  const edges = seed % 3 === 0 ? [edge(draw, changers.length, seed % 2 === 0)] : [];
  return {
    head: HEAD,
    body: [...changers.flat(), ...scenes.flat(), ...edges.flat()],
    tail: [...(edges.length > 0 ? [`${EDGE}();`] : []), ...TAIL],
  };
}

/** The text of a program. */
export function programText({ head, body, tail }: ChangingProgram): string {
  return [...head, ...body, ...tail].join("\n");
}

const SCENES = 5;
/** Code that the build may refuse is in some programs only: of a refused program nothing can be compared. */
const EDGE = "edge";

const HEAD = [
  "interface Part { n: number; s: string; m?: number | undefined; isOn?: boolean | undefined }",
  "interface Bigger extends Part { extra: number; words: string[] }",
  "interface Named { s: string }",
  "interface Spot { at: number }",
  "let n: number = given(1);",
  'let s: string = given("a");',
  "let list: number[] = [given(3), 1, 4];",
  'let words: string[] = ["ab", given("ba")];',
  'let part: Part = { n: 5, s: given("p") };',
  'let bigger: Bigger = { n: 2, s: "q", extra: 7, words: ["w"] };',
  "let maybe: number | undefined;",
  "let text: string | undefined;",
  'const codes: Record<number, string> = { 0: "zero", 2: "two" };',
  "const sizes: Record<string, number> = { one: 1, a: given(2) };",
  "function cut(long: string): string { return long.length > 12 ? long.substring(long.length - 3) : long; }",
  'type Mode = "off" | "dim" | "full";',
  'let mode: Mode = given<Mode>("dim");',
  'const pair: [string, Part, number] = [given("t"), { n: 4, s: "u" }, given(6)];',
  "function orElse<T>(one: T | undefined, other: T): T { return one === undefined ? other : one; }",
  'function none(one: never): string { return "none" + (one as string); }',
  'function modeWord(one: Mode): string { switch (one) { case "off": return "o"; case "dim": return "d"; case "full": return "f"; default: return none(one); } }',
  "let low = 2;",
  "const spot: Spot = { at: 1 };",
  "const places: number[] = [0, 2];",
  "function under(one: number): number { return one - 6; }",
  "function behind(long: string, at: number): string { return long.substring(at); }",
  'function word(one: Named): string { return one.s + "."; }',
  "function both(one: Bigger): string;",
  "function both(one: Part, more: string): string;",
  'function both(one: Part, more?: string): string { return one.s + one.n + (one.m ?? "-") + (more ?? "."); }',
  "function size(one: Part): number { return one.n + (one.m === undefined ? 40 : one.m); }",
  'function seen(): string { return "" + n + "|" + s + "|" + list.length + list[0] + "|" + words[0] + "|" + part.n + part.s + (part.m === undefined ? "-" : "" + part.m) + "|" + bigger.extra + bigger.words.length + "|" + (maybe === undefined ? "none" : "" + maybe) + "|" + (text === undefined ? "none" : text === "" ? "empty" : text) + "|" + s.substring(low) + s.substring(spot.at) + s.indexOf("a", places[0]); }',
];

const TAIL = [
  ...Array.from(
    { length: SCENES },
    (_, at) => `if (given(1) > 0) scene${at}(given(${at + 1}), given("t${at}"));`,
  ),
  'emit("end " + seen());',
];

/** Two functions that change things when they are called: one gives a number, the other a text. */
function changer(draw: Draw, at: number): string[] {
  const scope: Scope = { numbers: ["n"], texts: ["s"], changers: at, draw };
  const changes = () => Array.from({ length: 1 + draw(3) }, () => change(scope));
  return [
    `function change${at}(): number {`,
    ...changes(),
    `return ${number(scope, 1)};`,
    "}",
    `function tell${at}(): string {`,
    ...changes(),
    `return cut(${textual(scope, 1)});`,
    "}",
  ];
}

function edge(draw: Draw, changers: number, isNested: boolean): string[] {
  const scope: Scope = { numbers: ["n"], texts: ["s"], changers: draw(2) * changers, draw };
  if (isNested) return nested({ ...scope, changers: 0 }, EDGE);
  const changes = Array.from({ length: 1 + draw(2) }, () => change(scope));
  return emptied(scope, EDGE, changes);
}

function scene(draw: Draw, changers: number, at: number): string[] {
  const scope: Scope = {
    numbers: ["n", "a", "own"],
    texts: ["s", "b", "inner"],
    changers,
    closure: "bump",
    place: "deep",
    draw,
  };
  return [
    `function scene${at}(a: number, b: string): void {`,
    `let own = ${draw(9)};`,
    `let inner = "i${at}";`,
    "let late: number | undefined;",
    `let deep = ${draw(5)};`,
    `const bump = (by: number): number => { own = (own + by) % 97; inner = cut(inner + "+"); late = own % 3 === 0 ? undefined : own % 2; ${draw(2) === 0 ? "deep -= by - 2; " : ""}return own; };`,
    ...Array.from({ length: 3 + draw(4) }, () => statement(scope, 2)),
    `emit("scene ${at} " + own + inner + (late === undefined ? "?" : late === 0 ? "0" : "" + late) + seen());`,
    "}",
  ];
}

/** A statement that changes the state. */
function change(scope: Scope): string {
  const { draw } = scope;
  if (draw(5) === 0) return placing(scope);
  const value = number(scope, 1);
  return pick(draw, [
    `n = (${value}) % 97;`,
    `n += ${draw(5)};  if (n > 96) n = 3;`,
    `s = cut(${textual(scope, 1)});`,
    `s += "${"xyz"[draw(3)]}";  s = cut(s);`,
    `if (list.length < 6) list.push(${value});`,
    `list = [${value}, ${draw(9)}];`,
    `list[${draw(2)}] = (${value}) % 97;`,
    `words = [cut(${textual(scope, 0)}), "new"];`,
    `words[0] += "${"uv"[draw(2)]}";  words[0] = cut(words[0]);`,
    `part = { n: ${draw(9)}, s: cut(${textual(scope, 0)}) };`,
    `part = bigger;`,
    `part = { n: ${draw(9)}, s: "with", m: ${pick(draw, ["0", "undefined", "8"])}, isOn: ${pick(draw, ["false", "true", "undefined"])} };`,
    `part.n = (${value}) % 97;`,
    `part.m = ${pick(draw, ["undefined", "0", `(${value}) % 97`])};`,
    `part.isOn = ${pick(draw, ["undefined", "false", "true"])};`,
    `bigger = { n: ${draw(9)}, s: "big", extra: (${value}) % 97, words: words };`,
    `bigger.extra += ${draw(9)};  bigger.extra %= 97;`,
    `mode = ${pick(draw, ['"off"', '"dim"', '"full"', 's === "a" ? "off" : "full"'])};`,
    `pair[0] = cut(${textual(scope, 0)});`,
    `pair[1].n = (${value}) % 97;`,
    `pair[2] = (${value}) % 97;`,
    `maybe = ${pick(draw, ["undefined", "0", `(${value}) % 97`])};`,
    `text = ${pick(draw, ["undefined", '""', "cut(s)"])};`,
    `codes[${draw(4)}] = cut(${textual(scope, 0)});`,
    `sizes["${pick(draw, ["one", "a", "b"])}"] = (${value}) % 97;`,
  ]);
}

/** A store behind a test of its place, which is now and then too weak: then the build refuses it. */
function storing(scope: Scope): string {
  const { draw } = scope;
  const test = pick(draw, [
    "at <= mine.length",
    "at < mine.length",
    "mine.length > at",
    "at + 1 < mine.length",
    draw(3) === 0 ? "at <= mine.length + 4" : "at === mine.length",
  ]);
  return `{ const mine = list; const at = Math.abs(${number(scope, 1)}); if (mine.length < 6 && ${test}) mine[at] = ${draw(9)};  emit("" + mine.length); }`;
}

/** A statement that stores a place in a text. */
function placing(scope: Scope): string {
  const { draw } = scope;
  return pick(draw, [
    `low -= ${draw(5)};  if (low < -9) low = 3;`,
    `low = ${drawnPlace(scope, 0)};`,
    `spot.at = (${number(scope, 0)}) - 4;`,
    `places[${draw(2)}] = ${drawnPlace(scope, 0)};`,
  ]);
}

function statement(scope: Scope, depth: number): string {
  const { draw } = scope;
  const inner = () => statement(scope, depth - 1);
  const simple = [
    () => `emit(cut(${textual(scope, 2)}) + ${draw(9)});`,
    () => `emit("" + (${number(scope, 2)}) + ",");`,
    () => `emit(cut(${textual(scope, 2)}) + seen());`,
    () => change(scope),
    () => `own = (${number(scope, 2)}) % 97;`,
    () => `own += ${number(scope, 1)};  own %= 97;`,
    () => `inner += ${textual(scope, 1)};  inner = cut(inner);`,
    () =>
      `{ const mine = list; mine[${number(scope, 1)} % mine.length] = (${number(scope, 1)}) % 97; emit("" + mine.length); }`,
    () => storing(scope),
    () => `part.n += ${number(scope, 1)};  part.n %= 97;`,
    () => `if (list.length < 6) list.push((${number(scope, 2)}) % 97);`,
    () =>
      `{ const mine = [list, places][${number(scope, 1)} % 2]!; mine[${pick(draw, scope.numbers)} % mine.length] += ${draw(9)}; }`,
    () => `{ const mine = words; mine[${number(scope, 1)} % mine.length] = cut(${textual(scope, 1)}); }`,
    () => `codes[(${number(scope, 1)}) % 4] = cut(${textual(scope, 1)});`,
    () => `deep = ${drawnPlace(scope, 1)};`,
    () => `deep -= ${draw(4)};  if (deep < -9) deep = 4;`,
  ];
  if (depth === 0 || draw(3) > 0) return pick(draw, simple)();
  return pick(draw, [
    () => `if (${drawnTruth(scope, 1)}) { ${inner()} } else { ${inner()} }`,
    () => `if (${drawnTruth(scope, 2)}) { ${inner()} }`,
    () => `if (deep ${pick(draw, [">=", "<", "!=="])} 0) { ${inner()}  emit(cut(s).substring(deep)); }`,
    () => `if (low >= 0) { ${inner()}  emit(cut(s).substring(low)); }`,
    () => `for (let i${depth} = 0; (${number(scope, 1)}) % 3 > i${depth}; i${depth}++) { ${inner()} }`,
    () => `for (const one of list) { if (one > ${draw(9)}) break; ${inner()} }`,
    () =>
      `for (const one of [${number(scope, 1)}, ${number(scope, 1)}]) { own = (own + one) % 97; ${inner()} }`,
  ])();
}
