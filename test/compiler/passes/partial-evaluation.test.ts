// Results of the start, before it does anything, stand in the program, which does the same.
import { expect, test } from "vitest";
import { partialEvaluation } from "../../../tools/compiler/passes/partial-evaluation.ts";
import { changed, expectSame, TEXTS } from "./same.ts";

test.each(TEXTS)("evaluation during the build keeps the meaning of: %s", (_, text) => {
  expectSame(text, partialEvaluation);
});

const PARTS = `
  interface Value { part: Part | undefined; at: number }
  interface Part { name: string; pass: (n: number) => number; first: Value; second: Value; list: number[] }
  function twice(n: number): number { return n * 2; }
  function part(name: string): Part {
    const made: Part = {
      name, pass: twice, list: [], first: { part: undefined, at: 1 }, second: { part: undefined, at: 2 },
    };
    made.first.part = made;
    made.second.part = made;
    made.list.push(name.length);
    return made;
  }
`;

test("cyclic records become literals, and functions keep their names", () => {
  const text = changed(
    `${PARTS}const air = part("air");
     emit(air.name + air.pass(given(2)) + air.list.length + ((air.first.part as Part) === air ? "one" : "two"));`,
    partialEvaluation,
  );
  expect(text).toContain(
    'let air = { name: "air", pass: twice, list: [3], first: { part: undefined, at: 1 }, second: { part: undefined, at: 2 } };\n' +
      "air.first.part = air;\nair.second.part = air;\n",
  );
});

test("a record is built with its later fields", () => {
  const text = changed(
    `interface Part { name: string }
     interface Chip extends Part { first: Value; own: Value; self: Chip }
     interface Value { chip: Chip | undefined; at: number }
     function chip(name: string): Chip {
       const part: Part = { name };
       const made = part as Chip;
       made.first = { chip: made, at: 1 };
       made.own = made.first;
       made.self = made;
       return made;
     }
     const air = chip("air");
     emit(air.name + air.own.at + given(1) + (air.first.chip === air.self ? "one" : "two"));`,
    partialEvaluation,
  );
  expect(text).toContain(
    'let air = { name: "air", first: { chip: undefined, at: 1 }, own: undefined, self: undefined };\n' +
      "air.first.chip = air;\nair.own = air.first;\nair.self = air;\n",
  );
});

test("a value shared by two entries is evaluated once", () => {
  const text = changed(
    `${PARTS}function listed(one: Value, of: Part): Value[] { return [one, of.first, one]; }
     const air = part("air");
     const both = listed(air.first, air);
     emit("" + both.length);`,
    partialEvaluation,
  );
  expect(text).toContain("let both = [air.first, air.first, air.first];");
});

test("an evaluated record names a record with a function", () => {
  const text = changed(
    `interface Kind { size: (n: number) => number }
     interface Part { kind: Kind; first: number }
     function double(n: number): number { return n * 2; }
     const KIND: Kind = { size: (n) => double(n) };
     function part(n: number): Part { return { kind: KIND, first: double(n) }; }
     const air = part(2);
     emit("" + air.kind.size(given(3)) + air.first);`,
    partialEvaluation,
  );
  expect(text).toContain("let air = { kind: KIND, first: 4 };");
});

test("a record with a local function is kept, others are evaluated", () => {
  const text = changed(
    `interface Kind { add: (n: number) => number; name: string[] }
     interface Part { kind: Kind; first: number }
     function twice(n: number): number { return n * 2; }
     function kind(by: number): Kind { return { add: (n) => n + by, name: ["kind"] }; }
     function part(of: Kind, n: number): Part { return { kind: of, first: twice(n) }; }
     const one = twice(4);
     const made = kind(one);
     const air = part(made, 3);
     emit("" + air.kind.add(given(3)) + air.first + air.kind.name.length + one);`,
    partialEvaluation,
  );
  expect(text).toContain("let one = 8;");
  expect(text).toContain("let made = kind(one);");
  expect(text).toContain("let air = { kind: made, first: 6 };");
});

test.each([
  [
    "needs the platform",
    "function next(): number { return given(1); }\nconst first = next();\nemit('' + first);",
    "let first = next();",
  ],
  [
    "changes what is written out",
    "const seen: number[] = [4];\nfunction next(): number { seen.push(1); return 2; }\nconst first = next();\nemit('' + first + seen.length);",
    "let first = next();",
  ],
  [
    "holds a function that is made on the way",
    "function adder(by: number): (n: number) => number { return (n) => n + by; }\nconst both = [adder(2), adder(3)];\nfor (const one of both) emit('' + one(given(10)));",
    "let both = [adder(2), adder(3)];",
  ],
  [
    "stands beside one whose making is seen by others",
    "function count(n: number[]): number { n.push(1); return n.length; }\nfunction adder(by: number): (n: number) => number { return (n) => n + by; }\nfunction seen(): number[] { return []; }\nconst all = seen();\nconst add = [adder(count(all))];\nconst two = count(all);\nemit('' + (add[0] as (n: number) => number)(given(10)) + two);",
    "let two = count(all);",
  ],
  [
    "takes longer than any declaration",
    "function spin(n: number): number { while (n > 0) n = n - 1; return n; }\nconst never = spin(700000);\nemit('' + never);",
    "let never = spin(700000);",
  ],
])("a record that %s is kept", (_, text, expected) =>
  expect(changed(text, partialEvaluation)).toContain(expected),
);

test("values before a platform-dependent expression are evaluated", () => {
  const text = changed(
    "function twice(n: number): number { return n * 2; }\nconst a = twice(4);\nconst b = twice(given(1));\nconst c = twice(5);\nemit('' + a + b + c);",
    partialEvaluation,
  );
  expect(text).toContain("let a = 8;\nlet b = twice(given(1));\nlet c = twice(5);");
});
