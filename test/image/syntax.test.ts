// Syntax that Espruino's interpreter lacks, or reads otherwise than JavaScript does, is
// seen in the finished script.
import { expect, test } from "vitest";
import { checkSyntax } from "../../tools/targets/espruino/script/syntax.ts";

const place = (line: number) => ({ file: "device.ts", line });

const LACKING: readonly (readonly [code: string, sentence: string])[] = [
  ["function a(b = 1) {}", "default values in parameters"],
  ["function a(...b) {}", "rest parameters"],
  ["a(...b)", "spread"],
  ["a = [...b]", "spread"],
  ["a = { ...b }", "spread"],
  ["var { a } = b", "destructuring"],
  ["var [a] = b", "destructuring"],
  ["a?.b", "`?.`"],
  ["a ??= b", "operator ??="],
  ["a ||= b", "operator ||="],
  ["a **= 2", "operator **="],
  ["a = 2 ** b", "operator **"],
  ["a = { [b]: 1 }", "computed keys"],
  ["a`b`", "tagged templates"],
  ["a: for (;;) break a", "labels"],
  ["function* a() {}", "generators"],
  ["async function a() {}", "async functions"],
  ["class A {}", "classes"],
  ["a = 5n", "BigInt"],
  ["a = /b/", "regular expressions"],
  ["a = '\\u20ac'", "wider ones"],
  ["switch (a) { default: b(); case 1: c() }", "case after default"],
  ["b(); function b() {}", "b is needed here and declared later"],
  ["a(); function c() {} ", ""],
  ["function a() { b() } a(); function b() {}", "b is needed here and declared later"],
];

test.each(LACKING)("%s", (code, sentence) => {
  const refusals = checkSyntax(`\n${code}`, place);
  if (sentence === "") expect(refusals).toEqual([]);
  else expect(refusals[0]).toContain("device.ts:2: Espruino ");
  expect(refusals.join()).toContain(sentence);
});

const READ: readonly string[] = [
  "function a(b) { return b ?? 1 } a(2)",
  "var a = { b: 1, c() {} }, d = () => a",
  "try { a() } catch (e) { b() } finally { c() }",
  "for (var a of b) if (a) continue; else break",
  "switch (a) { case 1: b(); default: c() }",
  "function a() { return b } function b() {} a()",
  "function a() { b() } function b() { a() } setTimeout(a)",
];

test.each(READ)("Espruino reads %s", (code) => {
  expect(checkSyntax(code, place)).toEqual([]);
});
