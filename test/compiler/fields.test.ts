// Which names of fields are one field, and which are data that nobody may change.
import { expect, test } from "vitest";
import type { Field } from "../../tools/compiler/form/types.ts";
import { visitProgram } from "../../tools/compiler/form/visit.ts";
import { formOf } from "./form-of.ts";

/** All fields of one name that a program makes, stores or reads. */
function fieldsNamed(name: string, text: string): Field[] {
  const found = new Set<Field>();
  const add = (field: Field) => field.name === name && found.add(field);
  visitProgram(formOf(text), {
    expression: (one) => {
      if (one.kind === "field") add(one.field);
      if (one.kind === "record") for (const { field } of one.values) add(field);
    },
    statement: (one) => one.kind === "assign" && one.target.kind === "field" && add(one.target.field),
  });
  return [...found];
}

test("a record that is cast to what it will be has the fields of that", () => {
  const text = `interface Runtime { state: number; client: string }
    const made = { state: 1 } as unknown as Runtime;
    made.client = "c";
    emit(made.client + made.state);`;
  expect(fieldsNamed("state", text)).toMatchObject([{ name: "state", isData: false }]);
});

test("what is read by a text is data", () => {
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

test("what the firmware reads of a record is data", () => {
  const text = `declare function configure(options: { mode: number }): void;
    const options = { mode: given(1), other: 2 };
    configure(options);
    emit("" + options.mode + options.other);`;
  expect(fieldsNamed("mode", text)).toMatchObject([{ name: "mode", isData: true }]);
  expect(fieldsNamed("other", text)).toMatchObject([{ name: "other", isData: false }]);
});

test("what a key of any record's type may name is data, and nothing beside it", () => {
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
])("a field that %s may be missing, and the other one may not", (_, text) => {
  expect(fieldsNamed("b", text)).toMatchObject([{ mayBeMissing: true }]);
  expect(fieldsNamed("a", text)).toMatchObject([{ mayBeMissing: false }]);
});
