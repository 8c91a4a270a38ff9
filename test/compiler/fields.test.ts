// Names of fields that are one field, and those that are data and that nobody may change.
import vm from "node:vm";
import { describe, expect, test } from "vitest";
import { printProgram } from "../../tools/compiler/ir/print.ts";
import type { Field } from "../../tools/compiler/ir/types.ts";
import { visitProgram } from "../../tools/compiler/ir/visit.ts";
import { runSource } from "../../tools/laboratory/programs/engines.ts";
import { PROGRAMS } from "../image/programs.ts";
import { irOf } from "./ir-of.ts";

/** All fields of one name that a program makes, stores or reads. */
function fieldsNamed(name: string, text: string): Field[] {
  const fields = new Set<Field>();
  const add = (field: Field) => field.name === name && fields.add(field);
  visitProgram(irOf(text), {
    expression: (expression) => {
      if (expression.kind === "field") add(expression.field);
      if (expression.kind === "record") for (const { field } of expression.values) add(field);
    },
    statement: (statement) =>
      statement.kind === "assign" && statement.target.kind === "field" && add(statement.target.field),
  });
  return [...fields];
}

test("a record cast to its later type has that type's fields", () => {
  const text = `interface Runtime { state: number; client: string }
    const made = { state: 1 } as unknown as Runtime;
    made.client = "c";
    emit(made.client + made.state);`;
  expect(fieldsNamed("state", text)).toMatchObject([{ name: "state", isData: false }]);
});

test("an overload's record has the fields of the body's parameter", () => {
  const text = `interface Near { size: number }
    interface Far { size: number; name?: string }
    function measure(part: Near): number;
    function measure(part: Far): number {
      return part.size + 1;
    }
    emit("" + measure({ size: given(1) } as Near));`;
  expect(fieldsNamed("size", text)).toHaveLength(1);
});

test("a record of named keys has the keys of its table", () => {
  const text = `type Limits<Name extends string> = { readonly [Key in Name]?: number };
    function names<const Name extends string>(limits: Limits<Name>): string {
      let all = "";
      const table = limits as Readonly<Record<string, number>>;
      for (const name of Object.keys(table)) all = all + name;
      return all;
    }
    emit(names({ size: given(1) }));`;
  expect(fieldsNamed("size", text)).toMatchObject([{ isData: true }]);
});

test("a text used only as a name is no field", () => {
  const text = `interface Named<Name extends string> { name: Name; size: number }
    function called<Name extends string>(name: Name, size: number): Named<Name> {
      return { name, size };
    }
    const part = called("size", given(1));
    emit(part.name + part.size);`;
  expect(fieldsNamed("size", text)).toMatchObject([{ isData: false }]);
});

test("a text used as another parameter's key keeps its field", () => {
  const text = `function read<Key extends string>(record: Record<Key, number>, key: Key): number {
      return record[key];
    }
    emit("" + read({ size: given(1) }, "size"));`;
  expect(fieldsNamed("size", text)).toMatchObject([{ isData: true }]);
});

test("types that grow with each call are read completely", () => {
  const text = `interface Words<Name extends string> { add: <More extends string>(more: More) => Words<Name | More>; count: number }
    const words: Words<"a"> = { add: () => words, count: given(2) };
    emit("" + words.add("b").add("c").count);`;
  expect(fieldsNamed("count", text)).toHaveLength(1);
});

test("a record cast where a field is read has that field", () => {
  const text = `interface Part { name: string; size: number }
    const part: Part = { name: given("a"), size: 1 };
    const list: readonly { name: string }[] = [part];
    emit((list[0] as { name: string }).name + part.size);`;
  expect(fieldsNamed("name", text)).toHaveLength(1);
});

test("a record of no type has the fields wanted at its destination", () => {
  const text = `interface Ports { read: () => number; write: () => number }
    function use(ports: Ports): void { emit("" + ports.read()); }
    const ports = { read: function (): number { return 1; } };
    use(ports as never);`;
  expect(fieldsNamed("read", text)).toHaveLength(1);
});

test("a field read by a text counts as data", () => {
  const flown = `interface Pins { air: number; heater: number }
    function at(pins: Record<string, number>, name: string): number { return pins[name]; }
    const pins = { air: given(1), heater: 2 };
    emit("" + at(pins, given("heater")) + pins.air);`;
  expect(fieldsNamed("air", flown)).toMatchObject([{ name: "air", isData: true }]);
  const looked = `const pins = { air: given(1), heater: 2 };
    const name: "air" | "heater" = given("air");
    emit("" + pins[name] + pins.heater);`;
  expect(fieldsNamed("heater", looked)).toMatchObject([{ name: "heater", isData: true }]);
});

test("destructuring does not make a field data", () => {
  const text = `const part = { gain: given(1), inner: { level: 2 } };
    const { gain, inner } = part;
    emit("" + gain + inner.level);`;
  expect(fieldsNamed("gain", text)).toMatchObject([{ name: "gain", isData: false }]);
  expect(fieldsNamed("level", text)).toMatchObject([{ name: "level", isData: false }]);
});

test("a field that the firmware reads counts as data", () => {
  const text = `declare function configure(options: { mode: number }): void;
    const options = { mode: given(1), other: 2 };
    configure(options);
    emit("" + options.mode + options.other);`;
  expect(fieldsNamed("mode", text)).toMatchObject([{ name: "mode", isData: true }]);
  expect(fieldsNamed("other", text)).toMatchObject([{ name: "other", isData: false }]);
});

test("data is exactly what a key of any record's type may name", () => {
  const text = `interface Part { size: number; count: number }
    const part: Part = { size: given(5), count: 1 };
    function read<T, Key extends keyof T>(one: T, key: Key): T[Key] { return one[key]; }
    emit("" + read(part, "size") + part.size + part.count);`;
  expect(fieldsNamed("size", text)).toMatchObject([{ isData: true }]);
  expect(fieldsNamed("count", text)).toMatchObject([{ isData: false }]);
});

test.each([
  [
    "says so",
    `interface Part { a: number; b?: number }
     const one: Part = { a: given(1) };
     emit("" + one.a + (one.b ?? 2));`,
  ],
  [
    "is in one literal of a list, and not in the other",
    `const list = [{ a: given(1) }, { a: given(2), b: 5 }];
     for (const one of list) emit("" + one.a + (one.b ?? 2));`,
  ],
  [
    "is said by a cast to be in a record that was made without it",
    `interface Part { a: number; b: number }
     const one = { part: { a: given(1) } } as unknown as { part: Part };
     emit("" + one.part.a + (one.part.b === undefined ? "none" : "some"));`,
  ],
])("a field that %s may be missing, and other fields may not", (_, text) => {
  expect(fieldsNamed("b", text)).toMatchObject([{ mayBeMissing: true }]);
  expect(fieldsNamed("a", text)).toMatchObject([{ mayBeMissing: false }]);
});

/** What the program emits when each field that is no data has another name, and no two fields the same. */
function runRenamed(text: string): string[] {
  const names = new Map<Field, string>();
  const fields = (field: Field): string => {
    if (field.isData) return field.name;
    const name = names.get(field) ?? `renamed${names.size}`;
    names.set(field, name);
    return name;
  };
  const lines: string[] = [];
  const emit = (line: string) => lines.push(Buffer.from(line, "latin1").toString("hex"));
  const configure = (options: { freq: number }, done?: (result: object) => void) => {
    emit(`${options.freq}`);
    done?.({ freq: 3, level: 4 });
  };
  const print = (...args: readonly object[]) => emit(JSON.stringify(args));
  vm.runInNewContext(printProgram(irOf(text), { fields }).text, {
    emit,
    configure,
    print,
    given: (value: unknown) => value,
  });
  return lines;
}

function expectSame(text: string): void {
  expect(runRenamed(text)).toEqual(runSource(text));
}

function hex(...lines: string[]): string[] {
  return lines.map((line) => Buffer.from(line).toString("hex"));
}

describe("a field that is not data may be renamed", () => {
  test.each(PROGRAMS)("a renamed field keeps the meaning: %s", (_, text) => expectSame(text));

  test.each([
    [
      "in records that are one of two",
      `const big = { size: given(1), more: 2 };
       const small = { size: given(3) };
       function sizeOf(one: { size: number }): number { return one.size; }
       const either = given(true) ? big : small;
       const other = given(false) ? big : small;
       emit("" + either.size + other.size + sizeOf(small));`,
    ],
    [
      "in a list of two kinds of records",
      `const list = [{ size: given(1), more: 2 }, { size: given(3) }];
       const plain = [{ n: given(1) }, { n: given(2), m: 5 }];
       let all = 0;
       for (const one of list) all += one.size;
       emit("" + all + plain[0].n + plain[1].n);`,
    ],
    [
      "in what several ways of a function give back",
      `function made(big: boolean) { if (big) return { size: given(1), more: 2 }; return { size: given(3) }; }
       emit("" + made(given(true)).size + made(given(false)).size);`,
    ],
    [
      "in one that stands in for another",
      `interface Part { size: number; more?: number }
       const none: Part | undefined = given(undefined);
       const one = none ?? { size: given(4) };
       emit("" + one.size);`,
    ],
    [
      "in one that is cast through a type that says nothing",
      `interface Part { size: number; more: number }
       const part = ({ size: given(4) } as unknown) as Part;
       part.more = 5;
       emit("" + part.size + part.more);`,
    ],
  ])("a data field keeps its name: %s", (_, text) => expectSame(text));
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
    [
      "in a record that has other fields, too",
      `interface Open { [key: string]: number; gain: number }
       const part = { gain: given(1), level: given(2) };
       function read(open: Open, key: string): number { return open[key] + open.gain; }
       emit("" + read(part, given("gain")) + read(part, given("level")) + part.gain);`,
    ],
    [
      "in one that may be a table, and is looked into where it is there",
      `const part: Record<string, number> | undefined = given<Record<string, number> | undefined>({ gain: 1 });
       const none: Record<string, number> | undefined = given<Record<string, number> | undefined>(undefined);
       emit("" + (part?.gain ?? 7) + (part?.[given("gain")] ?? 8) + (none?.gain ?? 9) + (none?.[given("gain")] ?? 10));`,
    ],
    [
      "in a table that is taken apart",
      `const table: Record<string, number> = { gain: given(1), level: 2 };
       const { gain, level: own } = table;
       emit("" + gain + own);`,
    ],
  ])("a field read by a text keeps its name: %s", (_, text) => expectSame(text));
});

test("records that the firmware takes and gives keep their names everywhere", () => {
  const text = `declare function configure(options: { freq: number }, done?: (result: { freq: number }) => void): void;
    declare function print(...values: any[]): void;
    interface Result { freq: number; level?: number }
    const heard = (result: Result) => emit("" + result.freq);
    configure({ freq: given(100) }, heard);
    print({ deep: [{ in: given(1) }] });
    const known: { level: number } = given<any>({ level: 1 });
    emit("" + known.level);`;
  expect(runRenamed(text)).toEqual(hex("100", "3", '[{"deep":[{"in":1}]}]', "1"));
});

test("a property of the engine's texts is no record's field", () => {
  expect(fieldsNamed("charAt", `const text: string = given("ab"); emit(text.charAt(1));`)).toEqual([]);
});

test("a record in an unknown place does not become data", () => {
  const text = `interface Part { gain: number }
    function ignore(_: unknown): void {}
    const part: Part = { gain: given(1) };
    ignore(part);
    emit("" + part.gain);`;
  expect(fieldsNamed("gain", text)).toMatchObject([{ name: "gain", isData: false }]);
});

test("a field passed to the firmware as unknown counts as data", () => {
  const text = `declare function configure(options: unknown): void;
    const part = { gain: given(1) };
    configure(part);
    emit("" + part.gain);`;
  expect(fieldsNamed("gain", text)).toMatchObject([{ name: "gain", isData: true }]);
});

test("records cast from unknown to their old type keep their fields", () =>
  expectSame(`
    interface Part { gain: number; level: number }
    interface Holder { held: unknown }
    function hold(holder: Holder, value: unknown): void { holder.held = value; }
    const holder: Holder = { held: undefined };
    hold(holder, { level: given(2), gain: given(1) });
    function read(value: unknown): number { const part = value as Part; return part.gain * 10 + part.level; }
    emit("" + read(holder.held));
  `));

test("a generic function's record has the fields of its resulting type", () => {
  const text = `interface Part { role: string; collect(this: void, part: Part): string }
    interface Meter extends Part { count: number }
    function newPart<Made extends Part>(role: string, collect: Part["collect"]): Made {
      return { role, collect } as Made;
    }
    function newMeter<Made extends Meter>(role: string, collect: Part["collect"]): Made {
      const part = newPart<Made>(role, collect);
      part.count = given(2);
      return part;
    }
    function counted(part: Meter): string { return part.role + part.count; }
    const parts: Part[] = [newMeter("m", counted), newPart("p", (part) => part.role)];
    for (const part of parts) emit(part.collect(part));`;
  for (const name of ["role", "collect", "count"]) expect(fieldsNamed(name, text)).toHaveLength(1);
});
