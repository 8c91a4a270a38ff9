// Arguments that all calls of a function share stand in the function.
import { expect, test } from "vitest";
import { constantArguments } from "../../../tools/compiler/passes/constant-arguments.ts";
import { changed } from "./same.ts";

function functionIn(text: string, name: string): string {
  const all = changed(text, constantArguments);
  return all.slice(all.indexOf(`function ${name}(`)).split("\n}\n")[0] ?? "";
}

test("a constant argument replaces its parameter; a missing one becomes undefined", () => {
  const text = `const SIZE = given(3);
    function times(n: number, size: number, word: string, rest?: number): string { return "" + n * size + word + word + (rest === undefined ? "none" : "some"); }
    emit(times(given(1), SIZE, "!") + times(2, SIZE, "!"));`;
  expect(functionIn(text, "times")).toContain(
    'return "" + n * SIZE + "!" + "!" + (undefined === undefined ? "none" : "some");',
  );
});

test("a function that passes on its argument receives the same constant", () => {
  const text = `function down(n: number, by: number): void { emit("" + n); if (n > by) down(n - by, by); }
    down(given(7), 2);`;
  expect(functionIn(text, "down")).toContain("if (n > 2) {\n    down(n - 2, 2);");
});

test("a function passed as a value counts as a constant", () => {
  const text = `function loud(text: string): string { return text + "!"; }
    function say(how: (text: string) => string, text: string): void { emit(how(text)); }
    say(loud, given("a"));
    say(loud, given("b"));`;
  expect(functionIn(text, "say")).toContain("emit(loud(text));");
});

test.each([
  ["calls differ", `function f(n: number): void { emit("" + n); }\nf(1);\nf(2);`],
  ["0 is not -0", `function f(n: number): void { emit("" + 1 / n); }\nf(0);\nf(-0);`],
  [
    "a number is not the text of it",
    `function f(n: number | string): void { emit(typeof n === "string" ? "text" : "number"); }\nf(1);\nf("1");`,
  ],
  ["it is stored into", `function f(n: number): void { n = n + 1; emit("" + n); }\nf(1);\nf(1);`],
  [
    "the variable changes",
    `let a = given(1);\nfunction f(n: number): void { emit("" + n); a = 5; }\nf(a);\nf(a);`,
  ],
  [
    "it is a local of the caller",
    `function f(n: number): void { emit("" + n); }\nfunction g(a: number): void { f(a); f(a); }\ng(given(1));`,
  ],
  [
    "the function is a value as well",
    `function f(n: number): void { emit("" + n); }\nconst kept = [f];\nf(1);\nfor (const one of kept) one(2);`,
  ],
  [
    "it is long and used twice",
    `function f(n: string): void { emit(n); emit(n); }\nf("a long text");\nf("a long text");`,
  ],
])("a parameter is kept where %s", (_, text) => {
  expect(functionIn(text, "f")).toMatch(/\bn\b.*\n.*\bn\b/);
});

const BOX = "interface Box { name: string; size: number }\n";

test("a record that the start passes once is named directly", () => {
  const text = changed(
    `${BOX}function show(box: Box, n: number): string { return box.name + n + box.size; }
    emit(given("a") + show({ name: "box", size: 2 }, given(1)));`,
    constantArguments,
  );
  expect(text).toContain("return given_box.name + n + given_box.size;");
  expect(text).toContain(
    'let given_box = { name: "box", size: 2 };\nemit(given("a") + show(given_box, given(1)));',
  );
});

test("a record made from values that change first stays in place", () => {
  const text = changed(
    `${BOX}let size = 1;
    function more(): number { size = size + 1; return size; }
    function show(n: number, box: Box): string { return box.name + n + box.size; }
    emit(show(more(), { name: "box", size }));`,
    constantArguments,
  );
  expect(text).toContain('emit(show(more(), { name: "box", size }));'.replace("size })", "size: size })"));
});

test("records made for two calls stay two records", () => {
  const text = changed(
    `${BOX}function grown(box: Box): Box { box.size = box.size + 1; return box; }
    emit("" + grown({ name: "a", size: 1 }).size + grown({ name: "a", size: 1 }).size);`,
    constantArguments,
  );
  expect(text).not.toContain("given_box");
});
