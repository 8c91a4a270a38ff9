// A loop over a list of one or none is no loop.
import { expect, test } from "vitest";
import { shortLists } from "../../../tools/compiler/passes/short-lists.ts";
import { changed } from "./same.ts";

const after = (text: string): string => changed(text, shortLists);

test("a list of one that only loops name is its entry, worked out where the list was", () => {
  const text = after(`const list = [given("a")];
    function all(): void { for (const one of list) emit(one); }
    emit("before");
    for (const one of list) emit(one + one);
    all();`);
  expect(text).toContain('let list_item = given("a");\nemit("before");');
  expect(text).toMatch(/^\{\n {2}let (\w+) = list_item;\n {2}emit\(\1 \+ \1\);\n\}\n/m);
  expect(text).not.toContain(" of ");
});

test("a loop over none is nothing, and neither is its list", () => {
  expect(after(`const list: string[] = [];\nfor (const one of list) emit(one);\nemit("end");`)).toBe(
    'emit("end");\n',
  );
});

test("a loop that says its list of one itself is no loop either", () => {
  expect(after(`for (const one of [given("a")]) emit(one);`)).not.toContain(" of ");
});

test("a turn that returns, or that has a loop of its own with a way out, is no loop either", () => {
  const text = after(`const list = [given(2)];
    function f(): number {
      for (const one of list) { for (const n of [1, 2, 3]) if (n === one) break; if (one > 1) return one; }
      return 0;
    }
    emit("" + f());`);
  expect(text).not.toContain("of list");
});

test("each turn has its own variable, which may be changed", () => {
  const text = after(`const list = [given(2)];
    for (let one of list) { one = one + 1; emit("" + one); }
    for (const one of list) emit("" + one);`);
  expect(text).not.toContain(" of ");
});

test.each([
  ["longer", `const list = ["a", "b"];\nfor (const one of list) emit(one);`],
  [
    "grown",
    `const list = ["a"];\nfor (const one of list) emit(one);\nlist.push("b");\nfor (const one of list) emit(one);`,
  ],
  [
    "stored anew",
    `let list = ["a"];\nfor (const one of list) emit(one);\nlist = ["b", "c"];\nfor (const one of list) emit(one);`,
  ],
  ["counted", `const list = ["a"];\nfor (const one of list) emit(one);\nemit("" + list.length);`],
  [
    "left on the way",
    `const list = ["a"];\nfor (const one of list) { if (one === given("a")) break; emit(one); }\nemit("end");`,
  ],
  [
    "gone on with on the way",
    `const list = ["a"];\nfor (const one of list) { if (one === given("a")) continue; emit(one); }\nemit("end");`,
  ],
])("a list that is %s stays", (_, text) => {
  expect(after(text)).toContain("of list");
});

test("a loop that is left on its way stays, though another one beside it goes", () => {
  const made = changed(
    `for (const one of [given(1)]) { if (one > 0) break; emit("never"); }
     for (const other of [given(2)]) emit("" + other);`,
    shortLists,
  );
  expect(made.match(/\bfor\b/g)).toHaveLength(1);
});
