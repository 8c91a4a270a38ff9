// Many modules become one program, and each name goes on meaning what it meant.
import { expect, test } from "vitest";
import { BuildError } from "../../tools/image/build.ts";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";

async function expectLines(text: string, lines: readonly string[], constants = {}): Promise<void> {
  const expected = lines.map((line) => Buffer.from(line, "utf8").toString("hex"));
  for (const [engine, answers] of Object.entries(await builtEverywhere(text, constants)))
    expect({ engine, answers }).toEqual({ engine, answers: expected });
}

test("two modules may use the same names", () =>
  expectLines(
    `import { left } from "./modules/left.ts";
     import { right } from "./modules/right.ts";
     const size = given(1);
     emit(left({ width: size }) + ", " + right({ width: size }));`,
    ["left 3, right 5"],
  ));

test("renamed imports, re-exports and default exports reach their targets", () =>
  expectLines(
    `import { first as right, record, right as first } from "./modules/face.ts";
     function left(): string { const first = given("own "); return first + right({ width: 2 }); }
     emit(left() + first({ width: 1 }) + " " + record.name);`,
    ["own left 6right 5 default"],
  ));

test("a module of which only types are used does not run", () =>
  expectLines(
    `import type { Shape } from "./modules/shapes.ts";
     const shape: Shape = { width: given(4) };
     emit("width " + shape.width);`,
    ["width 4"],
  ));

test("a module that is imported runs before the one that imports it", () =>
  expectLines(`import "./modules/shapes.ts";\nemit("case ran");`, ["shapes ran", "case ran"]));

test("a build sets constants of a module by path and name", () =>
  expectLines(`import { shout } from "./modules/features.ts";\nemit(shout(given("hey")));`, ["heyheyhey!"], {
    "test/image/fixtures/modules/features.ts": { LOUD: true, TIMES: 3 },
  }));

const REFUSED: readonly (readonly [title: string, text: string, sentence: string])[] = [
  [
    "modules that need each other before they run",
    `import { one } from "./modules/circle-one.ts";\nemit("" + one());`,
    "circle-one.ts -> test/image/fixtures/modules/circle-two.ts -> test/image/fixtures/modules/circle-one.ts",
  ],
  [
    "an import of all names as one",
    `import * as all from "./modules/left.ts";\ngiven(all);`,
    "import the names",
  ],
  [
    "a module that is not there",
    `import { a } from "./modules/nowhere.ts";\ngiven(a);`,
    "Cannot find module",
  ],
  [
    "JSON",
    `import room from "./modules/room.json";\nemit("" + room.n);`,
    'case.ts:1: "./modules/room.json" is JSON, and an image holds modules only: write what is in it as a record in a .ts file',
  ],
  [
    "JSON that says that it is JSON",
    `import room from "./modules/room.json" with { type: "json" };\nemit("" + room.n);`,
    '"./modules/room.json" is JSON',
  ],
  [
    "a file that only declares",
    `import { digitalPulse } from "./modules/declared.d.ts";\ndigitalPulse(5);`,
    'case.ts:1: "./modules/declared.d.ts" only declares things, which are in no image: import the .ts file that has them.',
  ],
  [
    "a type by the path of its file",
    `const shape = given({ width: 4 }) as import("./modules/shapes.ts").Shape;\nemit("" + shape.width);`,
    "case.ts:1: import(...) of a type names a file that an image no longer has",
  ],
  [
    "a record without a table's type that is read by a number",
    'const words = { 1: "on", 2: "off" };\nemit(words[given<1 | 2>(1)]);',
    'case.ts:2: fields of a record are read by their names; give what is read by numbers the type of a table, as in const words: Record<number, string> = { 1: "on" }',
  ],
  [
    "a function without this under a method",
    `interface A { add(by: number): number }\nconst a: A = { add: (by) => by + 1 };\nemit("" + a.add(given(5)));`,
    "case.ts:2: a method takes a hidden self in Lua, which this function does not; write a property in the type, as in add: (by: number) => number",
  ],
  [
    "a record whose function has no this, as one with a method",
    `interface A { add: (by: number) => number }\ninterface B { add(by: number): number }\nconst a: A = { add: (by) => by };\nconst b: B = a;\nemit("" + b.add(given(5)));`,
    "case.ts:4: a method takes a hidden self in Lua",
  ],
  [
    "a method under a property",
    `interface A { n: number; add(by: number): number }\ninterface B { add: (by: number) => number }\nfunction add(this: A, by: number): number { return by + this.n; }\nconst a: A = { n: given(1), add };\nconst b: B = a;\nemit("" + b.add(given(5)));`,
    "case.ts:5: this function takes its record as this, which the type that it goes to does not say",
  ],
  [
    "a method that is called without its record",
    `interface A { n: number; add(by: number): number }\nfunction add(this: A, by: number): number { return by; }\nconst a: A = { n: given(1), add };\nconst f = a.add;\nemit("" + f(given(5)));`,
    "case.ts:5: a method is called on its record, as in record.add(1)",
  ],
  ["a package", `import { a } from "some-package";\ngiven(a);`, "Cannot find module"],
];

test.each(REFUSED)("%s is refused", async (_, text, sentence) => {
  await expect(builtEverywhere(text)).rejects.toThrow(BuildError);
  await expect(builtEverywhere(text)).rejects.toThrow(sentence);
});

test("an unknown constant is refused with the module's constants", async () => {
  const text = `import { shout } from "./modules/features.ts";\nemit(shout("hey"));`;
  const constants = { "test/image/fixtures/modules/features.ts": { QUIET: true } };
  await expect(builtEverywhere(text, constants)).rejects.toThrow(
    'features.ts:2: There is no constant "QUIET". Known are: LOUD, TIMES.',
  );
});

test("constants of a module that the image does not have are refused", async () => {
  const text = `import { shout } from "./modules/features.ts";\nemit(shout("hey"));`;
  const constants = { "test/image/fixtures/modules/feature.ts": { LOUD: true } };
  await expect(builtEverywhere(text, constants)).rejects.toThrow(
    'There is no module "test/image/fixtures/modules/feature.ts"; did you mean "test/image/fixtures/modules/features.ts"?',
  );
});
