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
  expect(fieldsNamed("state", text)).toEqual([{ name: "state", isData: false }]);
});

test("what is read by a text is data", () => {
  const flown = `interface Pins { air: number; heater: number }
    function at(pins: Record<string, number>, name: string): number { return pins[name]; }
    const pins = { air: given(1), heater: 2 };
    emit("" + at(pins, given("heater")) + pins.air);`;
  expect(fieldsNamed("air", flown)).toEqual([{ name: "air", isData: true }]);
  const looked = `const pins = { air: given(1), heater: 2 };
    const name: "air" | "heater" = given("air");
    emit("" + pins[name] + pins.heater);`;
  expect(fieldsNamed("heater", looked)).toEqual([{ name: "heater", isData: true }]);
});

test("what the firmware reads of a record is data", () => {
  const text = `declare function configure(options: { mode: number }): void;
    const options = { mode: given(1), other: 2 };
    configure(options);
    emit("" + options.mode + options.other);`;
  expect(fieldsNamed("mode", text)).toEqual([{ name: "mode", isData: true }]);
  expect(fieldsNamed("other", text)).toEqual([{ name: "other", isData: false }]);
});
