// Functions of a program made by chance that the build may refuse: values that are used behind what may have
// emptied them, and what stands in one another many times.
import { BEYOND } from "../../compiler/bounds/stores.ts";
import { drawnTruth, number, pick, type Scope, textual } from "./drawn-expressions.ts";

/**
 * Parts of the sentences by which a build refuses what it does not see to be right: the same on all engines.
 */
export const DRAWN_REFUSALS = [
  BEYOND,
  "was there when it was asked for",
  "levels deep",
  "goes on over more than",
];

/** What can be missing, and what takes it away. */
const NUMBERS: readonly (readonly [value: string, emptying: string])[] = [
  ["maybe", "maybe = undefined;"],
  ["part.m", "part.m = undefined;"],
  ["list[0]", "list = [given(5), 2];"],
  ["list[2]", "list = [given(5), 2];"],
];
const TEXTS: typeof NUMBERS = [
  ["text", "text = undefined;"],
  ["words[1]", 'words = [given("w")];'],
];

/** A value that is asked for, whatever `changes` it, and then kept in a list. */
export function emptied(scope: Scope, name: string, changes: readonly string[]): string[] {
  const { draw } = scope;
  const isText = draw(3) === 0;
  const [value, emptying] = pick(draw, isText ? TEXTS : NUMBERS);
  const at = draw(3);
  const gone = (place: number) => (at === place ? [`${name}Gone();`] : []);
  return [
    `function ${name}Gone(): void { ${emptying} }`,
    `function ${name}(): void {`,
    `const grown: ${isText ? "string" : "number"}[] = [];`,
    `if (${value} === undefined) return;`,
    ...changes,
    ...gone(0),
    `grown.push(${value});`,
    `grown.push(${isText ? '"last"' : "7"});`,
    ...gone(1),
    `emit("${name} " + grown.length + grown[0] + seen());`,
    "}",
  ];
}

/** The same within the same, up to more times than a board takes. */
export function nested(scope: Scope, name: string): string[] {
  const { draw } = scope;
  const deep = 2 + draw(draw(3) === 0 ? 110 : 40);
  const inner = number(scope, 0);
  const form = pick(draw, [
    () => `emit("" + ${around("Math.min(40, ", inner, ")", deep)});`,
    () =>
      `emit(${around(`(${drawnTruth(scope, 0)} ? ${textual(scope, 0)} : `, textual(scope, 0), ")", deep)});`,
    () => `emit(cut(${around(`("a" + `, textual(scope, 0), ")", deep)}));`,
    () => `emit("" + (${inner}${` + ${number(scope, 0)}`.repeat(deep * 3)}) % 97);`,
    () => `${around(`if (${drawnTruth(scope, 0)}) emit("no"); else `, `emit("${name}");`, "", deep)}`,
    () => around(`if (${drawnTruth(scope, 0)}) { `, `emit("${name}");`, " }", deep),
    () => `emit("" + ${around("[", inner, "].length", 1)} + (${around("maybe ?? ", inner, "", deep)}));`,
  ])();
  return [`function ${name}(): void {`, form, `emit("${name}" + seen());`, "}"];
}

function around(before: string, middle: string, after: string, deep: number): string {
  return before.repeat(deep) + middle + after.repeat(deep);
}
