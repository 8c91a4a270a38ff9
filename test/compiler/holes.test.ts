// Values that would be undefined in a list of the program are refused: Lua takes a list to end there.
import { expect, test } from "vitest";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { expectSame } from "../image/expect-same.ts";

const ADD = "function add<T>(list: T[], one: T): void { list.push(one); }";
const BAG = `interface Bag<T> { items: T[]; put: (bag: Bag<T>, one: T) => void }
function putIn<T>(bag: Bag<T>, one: T): void { bag.items.push(one); }`;

test.each([
  [
    "pushes what a call makes undefined",
    `${ADD}\nconst l: (number | undefined)[] = [];\nadd(l, undefined);`,
    1,
    3,
  ],
  [
    "is called by another one with undefined",
    `${ADD}\nfunction two<U>(list: U[], one: U): void { add(list, one); }\nconst l: (string | undefined)[] = [];\ntwo(l, "a");`,
    1,
    4,
  ],
  [
    "stores it behind the last entry",
    "function add<T>(list: T[], one: T): void { list[list.length] = one; }\nconst l: (number | undefined)[] = [given(1)];\nadd(l, 2);",
    1,
    3,
  ],
  [
    "makes a list of it",
    "function both<T>(a: T, b: T): T[] { return [a, b]; }\nboth<number | undefined>(given(1), undefined);",
    1,
    2,
  ],
  [
    "stands as a value where undefined comes",
    `${BAG}\nconst bag: Bag<number | undefined> = { items: [], put: putIn };\nbag.put(bag, 1);`,
    2,
    3,
  ],
  [
    "counts a list with undefined in it",
    "function count<T>(list: readonly T[]): number { return list.length; }\nconst l: (number | undefined)[] = [given(1)];\nemit('' + count(l));",
    1,
    3,
  ],
  [
    "walks a list with undefined in it",
    "function walk<T>(list: readonly T[]): void { for (const one of list) if (one === undefined) emit('none'); }\nconst l: (number | undefined)[] = [given(1)];\nwalk(l);",
    1,
    3,
  ],
] as const)("a generic function that %s is refused with both lines", async (_, text, line, call) => {
  await expect(builtEverywhere(text)).rejects.toThrow(
    new RegExp(`^test/image/fixtures/case\\.ts:${line}: .*undefined.*case\\.ts:${call}\\)\\.$`),
  );
});

test.each([
  [
    "what only a cast says is there",
    "const l: number[] = [];\nfunction add(one: number | undefined): void { l.push(one!); }\nadd(given(1));",
  ],
  [
    "what is unknown",
    "const l: unknown[] = [];\nfunction add(one: unknown): void { l.push(one); }\nadd(given(1));",
  ],
])("%s cannot be pushed to a list", async (_, text) => {
  await expect(builtEverywhere(text)).rejects.toThrow("case.ts:2: undefined ends a list in Lua");
});

test("a generic function pushes, counts and iterates entries", async () => {
  await expectSame(`${ADD}\n${BAG}
    const list: number[] = [];
    add(list, given(0)); add(list, 2);
    function more<T>(to: T[], one: T | undefined): void { if (one !== undefined) to.push(one); }
    more(list, given<number | undefined>(undefined)); more(list, given<number | undefined>(0));
    const bag: Bag<boolean> = { items: [], put: putIn };
    bag.put(bag, given(false));
    function found<T>(all: readonly T[], isIt: (one: T) => boolean): T | undefined { for (const one of all) if (isIt(one)) return one; return undefined; }
    emit("" + list.length + list[0] + list[2] + bag.items.length + (bag.items[0] === false ? "off" : "on") + (found(list, (one) => one < 1) ?? 7));`);
});

const EMPTIED = `const l: number[] = [];
let v: number | undefined = given(1);
interface Part { v: number | undefined }
let part: Part = { v: given(1) };
function clear(): number { v = undefined; return 1; }
function clearPart(one: Part): void { one.v = undefined; }
`;

test.each([
  ["a variable", "if (v === undefined) return; clear(); l.push(v);", "v"],
  ["a variable that is kept too late", "if (v === undefined) return; clear(); const w = v; l.push(w);", "v"],
  ["a variable in a join", "if (v === undefined) return; clear(); emit('' + v);", "v"],
  ["a variable behind a call in one expression", "if (v !== undefined) emit('' + clear() + v);", "v"],
  [
    "a variable in a loop's next turn",
    "if (v === undefined) return; for (let i = 0; i < 2; i += 1) { l.push(v); clear(); }",
    "v",
  ],
  ["a field", "if (part.v === undefined) return; clearPart(part); l.push(part.v);", "part.v"],
  ["a field of another record", "if (part.v === undefined) return; other(); l.push(part.v);", "part.v"],
  ["what a function value empties", "if (v === undefined) return; given(clear)(); l.push(v);", "v"],
  [
    "what a closure empties",
    "let w = given<number | undefined>(1); const no = () => { w = undefined; }; if (w === undefined) return; no(); l.push(w);",
    "w",
  ],
])("%s that a call may have emptied is refused", async (_, body, name) => {
  const text = `${EMPTIED}function other(): void { part = { v: undefined }; }\nfunction put(): void { ${body} }\nput(); clear(); other();`;
  await expect(builtEverywhere(text)).rejects.toThrow(
    new RegExp(`^test/image/fixtures/case\\.ts:8: ${name} was there .* in line 8 may have taken it away`),
  );
});

test.each([
  ["an entry", "if (few[0] === undefined) return; fewer(); l.push(few[0]);", "few\\[0\\]"],
  [
    "an entry, by a call in the condition",
    "if (few[0] !== undefined && fewer()) l.push(few[0]);",
    "few\\[0\\]",
  ],
  [
    "an entry at another place",
    "if (few[at] === undefined) return; move(); l.push(few[at]!);",
    "few\\[at\\]",
  ],
  [
    "an entry of an entry",
    "if (rows[0]![0] === undefined) return; row(); l.push(rows[0]![0]!);",
    "rows\\[0\\]!\\[0\\]",
  ],
  [
    "a field of an entry",
    "if (parts[0]?.v === undefined) return; swap(); l.push(parts[0].v);",
    "parts\\[0\\]\\.v",
  ],
  ["a variable, by a call in the condition", "if (v !== undefined && clear() > 0) l.push(v);", "v"],
])("%s that may be undefined is refused", async (_, body, name) => {
  const text = `${EMPTIED}let few: number[] = [given(1)]; let at = given(0); const rows: number[][] = [[given(1)]]; let parts: Part[] = [part];
    function fewer(): boolean { few = []; return true; }
    function move(): void { at = 7; } function row(): void { rows[0] = []; } function swap(): void { parts = [{ v: undefined }]; }
    function put(): void {
${body} }
    put(); clear(); clearPart(part); fewer(); move(); row(); swap();`;
  await expect(builtEverywhere(text)).rejects.toThrow(
    new RegExp(`^test/image/fixtures/case\\.ts:11: ${name} was there .* in line 11 may have taken it away`),
  );
});

test("an entry read again, compared or in a growing list is accepted", async () => {
  await expectSame(`let few: number[] = [given(1)]; const more: number[] = [given(2)]; const l: number[] = [];
    function fewer(): void { few = [given(4)]; } function grow(): void { more.push(3); }
    if (few[0] !== undefined) { fewer(); if (few[0] !== undefined) l.push(few[0]); }
    if (few[0]! > 1) { fewer(); l.push(few[0]!); }
    if (more[0] !== undefined) { grow(); l.push(more[0]); }
    const one = few[0];
    if (one !== undefined) { fewer(); l.push(one); }
    emit("" + l.length); for (const each of l) emit("" + each);`);
});

test("a parameter of a generic type that a call empties is refused", async () => {
  const text = `function add<T>(to: T[], one: T | undefined): void { const no = () => { one = undefined; };
if (one === undefined) return;
no(); to.push(one); }
add<number>([], given(1));`;
  await expect(builtEverywhere(text)).rejects.toThrow("case.ts:3: one was there");
});

test("a value tested again, saved before, or emptied elsewhere is accepted", async () => {
  await expectSame(`${EMPTIED}
    function kept(): void { if (v === undefined) return; const one = v; clear(); l.push(one); }
    function again(): void { if (v === undefined) return; clear(); if (v !== undefined) l.push(v); l.push(v ?? 7); }
    function leaves(): void { if (v === undefined) { clear(); return; } l.push(v); }
    function other(): void { if (v !== undefined) l.push(v); else clear(); }
    function given2(): void { clear(); v = given(4); l.push(v); }
    function untouched(): void { if (v === undefined) return; clearPart(part); l.push(v); }
    function emptiesBehind(): void { if (v === undefined) return; l.push(v); clear(); }
    kept(); again(); leaves(); given2(); other(); untouched(); emptiesBehind();
    emit("" + l.length); for (const one of l) emit("" + one);`);
});
