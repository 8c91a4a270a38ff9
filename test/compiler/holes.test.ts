// What would be undefined in a list of the program is refused: Lua takes a list to end there.
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
])("%s is not pushed", async (_, text) => {
  await expect(builtEverywhere(text)).rejects.toThrow("case.ts:2: undefined ends a list in Lua");
});

test("a generic function pushes, counts and walks what is there", async () => {
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
