// A field that a type names by a text, and one that is read by a text, are what they were when names have become short.
import { describe, test } from "vitest";
import { expectSame } from "./expect-same.ts";

/** Lists of a record, whose types Lua must know: it counts from 1. */
const TABLE = `
  interface Table { outputs: number[]; inputs: number[]; gain: number }
  const table: Table = { outputs: [given(1), 2, 3], inputs: [5, 6, given(7)], gain: given(4) };
  function show(list: number[]): void { emit("" + list[given(2)] + table.inputs[given(1)] + table.gain); }`;

describe("a brand is nothing on a board", () => {
  test.each([
    [
      "of a number",
      `type Time = number & { readonly unit: true };
       interface Lamp { after: Time; until?: Time }
       function seconds(count: number): Time { return (count * 1000) as Time; }
       function show({ after, until }: Lamp): string { return "" + after + (until === undefined ? "" : until + after); }
       const list = [4, 5, 6];
       emit(show({ after: seconds(given(2)) }) + show({ after: seconds(1), until: seconds(given(3)) }));
       emit("" + list[(given(1) as Time)] + Math.max(seconds(given(1)), 3));`,
    ],
    [
      "of a text",
      `type Topic = string & { readonly topic: true };
       function topic(level: string): Topic { return ("home/" + level) as Topic; }
       const one = topic("room" + given(1)); emit(one + one.length + one.substring(1, 3));`,
    ],
  ])("%s", (_, text) => expectSame(text));
});

describe("a list is counted from its beginning, by whatever type it is taken", () => {
  test.each([
    ["the type of a field", `const list = table.outputs as Table["outputs"]; emit("" + list[given(1)]);`],
    [
      "the type of an entry of a field",
      `interface All { tables: Table[]; more: number }
       const all: All = { tables: [table], more: given(1) };
       const one = all.tables[given(0)] as All["tables"][0]; emit("" + one.outputs[given(1)] + all.more);`,
    ],
    [
      "the type of a field that nobody reads",
      `interface Odd { unread: number[]; gain: number }
       function odd(list: number[]): Odd { return { unread: list, gain: given(1) }; }
       const list = table.outputs as Odd["unread"]; emit("" + list[given(1)] + odd(list).gain);`,
    ],
    [
      "Pick",
      `function of(part: Pick<Table, "outputs">, at: number): number { return part.outputs[at] + part.outputs[0]; }
       emit("" + of(table, given(1)) + of(table, given(2)));`,
    ],
    [
      "Omit and an interface of it",
      `interface Part extends Omit<Table, "inputs" | "gain"> { own: number }
       function of({ outputs, own }: Part, at: number): number { return outputs[at] + own; }
       emit("" + of({ outputs: [8, given(9)], own: 1 }, given(1)));`,
    ],
    [
      "a name for the text",
      `type Key = "outputs"; const list = table.outputs as Table[Key]; emit("" + list[given(1)]);`,
    ],
    [
      "the type of a text",
      `const KEY = "outputs"; const list = table.outputs as Table[typeof KEY]; emit("" + list[given(1)]);`,
    ],
    [
      "a type with a condition",
      `type Of<T, Key> = Key extends keyof T ? T[Key] : never;
       const list = table.outputs as Of<Table, "outputs">; emit("" + list[given(1)]);`,
    ],
    [
      "a type that is made of texts",
      `type Lists = { [Key in "left" | "right"]: number[] };
       const lists: Lists = { left: [1, given(2)], right: [3, given(4)] };
       const { left } = lists; emit("" + left[given(1)] + lists.right[given(1)]);`,
    ],
    [
      "a record of texts",
      `const lists: Record<"left" | "right", number[]> = { left: [1, given(2)], right: [3, given(4)] };
       const { left, right } = lists; emit("" + left[given(1)] + right[given(1)]);`,
    ],
  ])("%s", (_, text) => expectSame(`${TABLE}\n${text}\nshow(table.outputs);`));
});

describe("a field that is read by a text keeps its name", () => {
  test.each([
    [
      "in a record that holds another one",
      `const outer = { inner: { gain: given(1), level: given(2) }, other: 3 };
       function read(has: { inner: Record<string, number> }, key: string): number { return has.inner[key]; }
       emit("" + read(outer, given("gain")) + read(outer, given("level")) + outer.inner.gain + outer.other);`,
    ],
    [
      "in a list of records",
      `const list = [{ gain: given(1), level: given(2) }];
       function read(all: Record<string, number>[], key: string): number { return all[0][key]; }
       emit("" + read(list, given("gain")) + read(list, given("level")) + list[0].gain);`,
    ],
    [
      "in a record of any type",
      `interface Part { gain: number; level: number }
       const part: Part = { gain: given(1), level: given(2) };
       function of<T>(record: T, key: keyof T): T[keyof T] { return record[key]; }
       emit("" + of(part, given<"gain">("gain")) + part.level + part.gain);`,
    ],
    [
      "in a record whose bound says that it is read so",
      `const part = { gain: given(1), level: given(2) };
       function of<T extends Record<string, number>>(record: T, key: string): number { return record[key]; }
       emit("" + of(part, given("gain")) + part.level + part.gain);`,
    ],
    [
      "in a literal whose keys another argument says",
      `function take<K extends string>(key: K, record: Record<K, number>): number { return record[key]; }
       emit("" + take("gain", { gain: given(5) }) + take("level", { level: given(6) }));`,
    ],
  ])("%s", (_, text) => expectSame(text));
});
