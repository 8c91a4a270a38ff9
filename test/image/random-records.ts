// Records for programs made by chance: fields that are the same in every record, or in nearly all, or not there at all.
import type { Draw } from "./random-program.ts";

/** How the values of one field differ between records. */
const STYLES = ["same", "same", "one other", "different", "stored", "left out", "nothing"] as const;
const FIELDS = ["size", "limit", "factor", "level0"];
const RECORDS = 4;

export interface Records {
  /** Declarations in front of the functions. */
  text: string;
  /** A number that has to do with one of the records. */
  value: (draw: Draw, index: string) => string;
  /** A statement that stores into one of them, or says what is in it. */
  statement: (draw: Draw, value: string) => string;
}

/** Records of the kinds that `draw` decides on. */
export function randomRecords(draw: Draw): Records {
  const styles = new Map(FIELDS.map((field) => [field, pick(STYLES, draw)]));
  const hasFunctions = draw(2) === 0;
  const optional = (field: string) => (styles.get(field) === "left out" ? "?" : "");
  const type = (field: string) => (styles.get(field) === "nothing" ? "number | undefined" : "number");
  const fields = FIELDS.map((field) => `${field}${optional(field)}: ${type(field)}`).join("; ");
  const constants = new Map(FIELDS.map((field) => [field, `${draw(40) - 9}`]));
  const literal = (index: number, own: string): string => {
    const values = FIELDS.flatMap((field) => {
      const value = initialValue(styles.get(field) ?? "same", constants.get(field) ?? "1", index);
      return value === undefined ? [] : [`${field}: ${value}`];
    });
    return `{ name: ${own}, isOn: ${index === 3 && draw(2) === 0 ? "false" : "true"}, step: ${hasFunctions && index === 2 ? "twice" : "once"}, inner: { depth: ${draw(3) === 0 ? index : 7}, count: ${index} }, ${values.join(", ")} }`;
  };
  const text = [
    `interface Inner { depth: number; count: number }`,
    `interface Box { name: string; isOn: boolean; step: (n: number) => number; inner: Inner; ${fields} }`,
    `function once(n: number): number { return (n + 1) % 983; }`,
    `function twice(n: number): number { emit("twice"); return (n * 2) % 983; }`,
    `function box(name: string): Box { return ${literal(0, "name")}; }`,
    `const boxes: Box[] = [];`,
    `boxes.push(box("a"));`,
    `boxes.push(box(given("b")));`,
    ...Array.from({ length: RECORDS - 2 }, (_, n) => `boxes.push(${literal(n + 2, `"${n}\\x80"`)});`),
    `function boxAt(n: number): Box | undefined { return n < ${RECORDS} ? boxes[n] : undefined; }`,
  ].join("\n");
  return {
    text,
    value: (random, index) => valueText(random, index, (field) => styles.get(field) ?? "same"),
    statement: (random, value) => statementText(random, value, (field) => styles.get(field) ?? "same"),
  };
}

type Style = (typeof STYLES)[number];
type StyleOf = (field: string) => Style;

function initialValue(style: Style, constant: string, index: number): string | undefined {
  if (style === "one other" && index === 3) return "given(8)";
  if (style === "different") return `${constant} + ${index}`;
  if (style === "left out" && index === 2) return undefined;
  return style === "nothing" ? "undefined" : constant;
}

function valueText(draw: Draw, index: string, styleOf: StyleOf): string {
  const field = pick(FIELDS, draw);
  const isSure = styleOf(field) !== "left out" && styleOf(field) !== "nothing";
  const box = `boxes[${index} % ${RECORDS}]`;
  const plain = isSure ? `${box}.${field}` : `(${box}.${field} ?? ${draw(9)})`;
  return [
    `Math.abs(${plain})`,
    `Math.abs(${plain})`,
    `${box}.inner.count % 97`,
    `(${box}.isOn ? ${draw(9)} : ${index})`,
    `${box}.step(${index})`,
    `(boxAt(${index} % ${RECORDS + 2})?.inner.depth ?? ${draw(9)})`,
    `Math.abs(boxAt(${index} % ${RECORDS + 2})?.${field} ?? ${draw(9)})`,
    `(boxAt(${index} % ${RECORDS + 2})?.step(${draw(9)}) ?? 3)`,
  ][draw(8)] as string;
}

function statementText(draw: Draw, value: string, styleOf: StyleOf): string {
  const field = pick(FIELDS, draw);
  const box = `boxes[${draw(RECORDS)}]`;
  if (draw(2) === 0 && styleOf(field) === "stored") return `${box}.${field} = ${value};`;
  if (draw(3) === 0) return `${box}.inner.count += ${value};`;
  const shown = `(${box}.${field} === undefined ? "none" : "some" + ${box}.${field})`;
  return `if (${value} > ${draw(20)}) emit(${box}.name + ${shown} + ${draw(9)} + ${draw(9)});`;
}

function pick<T>(list: readonly T[], draw: Draw): T {
  return list[draw(list.length)] as T;
}
